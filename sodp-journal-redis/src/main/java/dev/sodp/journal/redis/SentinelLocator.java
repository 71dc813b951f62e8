// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;

/** Asks sentinels. */
final class SentinelLocator implements PrimaryLocator {

	private final RedisClient client;

	private final RedisURI sentinels;

	private final String name;

	SentinelLocator(RedisClient client, RedisURI sentinels) {
		this.client = client;
		this.sentinels = sentinels;
		this.name = String.valueOf(sentinels.getSentinelMasterId());
	}

	@Override
	public CompletionStage<List<RedisURI>> locate(Keys partition) {
		return Survey.ask(this.sentinels.getSentinels(), this::ask);
	}

	private CompletableFuture<RedisURI> ask(RedisURI sentinel) {
		return this.client.connectSentinelAsync(StringCodec.UTF8, sentinel)
			.thenCompose((connection) -> connection.async()
				.getMasterAddrByName(this.name)
				.toCompletableFuture()
				.orTimeout(sentinel.getTimeout().toMillis(), TimeUnit.MILLISECONDS)
				.whenComplete((address, error) -> connection.closeAsync()))
			.thenApply(this::uri);
	}

	private RedisURI uri(SocketAddress address) {
		if (address instanceof InetSocketAddress primary) {
			return PrimaryLocator.at(this.sentinels, primary.getHostString(), primary.getPort());
		}
		throw Failures.unavailable("the sentinels do not know the master '" + this.name + "'", null);
	}

}
