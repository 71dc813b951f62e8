// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * Asks the nodes of a cluster, one after another until one answers, who owns the slot.
 */
final class ClusterLocator implements PrimaryLocator {

	private static final int MOST_ASKED = 7;

	private final RedisClient client;

	private final List<RedisURI> seeds;

	/** Nodes that were named before: all seeds may be gone one day. */
	private volatile List<RedisURI> learned = List.of();

	ClusterLocator(RedisClient client, List<RedisURI> seeds) {
		this.client = client;
		this.seeds = seeds;
	}

	@Override
	public CompletionStage<List<RedisURI>> locate(Keys partition) {
		Set<RedisURI> nodes = new LinkedHashSet<>(this.seeds);
		nodes.addAll(this.learned);
		int slot = SlotHash.getSlot(partition.meta);
		return Survey.ask(nodes.stream().limit(MOST_ASKED).toList(), (node) -> ask(node, slot));
	}

	private CompletableFuture<RedisURI> ask(RedisURI node, int slot) {
		return this.client.connectAsync(ByteArrayCodec.INSTANCE, node)
			.toCompletableFuture()
			.thenCompose((connection) -> connection.async()
				.clusterSlots()
				.toCompletableFuture()
				.orTimeout(node.getTimeout().toMillis(), TimeUnit.MILLISECONDS)
				.whenComplete((slots, error) -> connection.closeAsync()))
			.thenApply((slots) -> owner(slots, slot, node));
	}

	// Each range: first slot, last slot, then of the primary and each replica: host, port
	// and more.
	private RedisURI owner(List<Object> ranges, int slot, RedisURI asked) {
		List<RedisURI> primaries = new ArrayList<>();
		RedisURI owner = null;
		for (Object each : ranges) {
			List<?> range = (List<?>) each;
			RedisURI primary = uri((List<?>) range.get(2), asked);
			primaries.add(primary);
			if ((Long) range.get(0) <= slot && slot <= (Long) range.get(1)) {
				owner = primary;
			}
		}
		if (owner == null) {
			throw Failures.unavailable("no node of the cluster owns slot " + slot, null);
		}
		this.learned = primaries;
		return owner;
	}

	// A node that does not know how it is reached names no host.
	private static RedisURI uri(List<?> node, RedisURI asked) {
		String host = (node.get(0) instanceof byte[] name) ? new String(name, StandardCharsets.UTF_8) : "";
		return PrimaryLocator.at(asked, host.isEmpty() ? asked.getHost() : host, ((Long) node.get(1)).intValue());
	}

}
