// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.ClusterStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * {@link Endpoint} that reports how the server in this application sees its cluster, and
 * whether it holds a key. A node knows the names of the others, but not what they hold:
 * who looks for all nodes that hold a key asks each of them. Never exposes values.
 */
@Endpoint(id = "sodpcluster")
public final class SodpClusterEndpoint {

	private final SodpServer server;

	/**
	 * Creates the endpoint.
	 * @param server the server to report on
	 */
	public SodpClusterEndpoint(SodpServer server) {
		this.server = Objects.requireNonNull(server, "server must not be null");
	}

	/**
	 * Returns how this node sees the cluster.
	 * @return its nodes and how far this one has followed their log; null if the state is
	 * not shared
	 */
	@ReadOperation
	public @Nullable ClusterDescriptor cluster() {
		return this.server.cluster().map(SodpClusterEndpoint::describe).orElse(null);
	}

	/**
	 * Returns whether this node holds a key.
	 * @param key the key; if it contains slashes, the parts between them
	 * @return the answer of this node; null if the state is not shared
	 */
	@ReadOperation
	public @Nullable HeldKeyDescriptor key(@Selector(match = Match.ALL_REMAINING) String... key) {
		Optional<ClusterStatus> status = this.server.cluster();
		String joined = SodpEndpoint.joined(key);
		return status.map((cluster) -> new HeldKeyDescriptor(joined, cluster.node(), this.server.holds(joined)))
			.orElse(null);
	}

	private static ClusterDescriptor describe(ClusterStatus status) {
		return new ClusterDescriptor(status.node(), status.nodes(), status.refusal(), status.lag(), status.roundTrip(),
				status.lastLoss(), status.heldKeys(), status.proposals(), status.conflicts(), status.retries(),
				status.reloads());
	}

	/**
	 * Descriptor of a cluster as one node sees it.
	 *
	 * @param node name of this node, another one after every start
	 * @param nodes names of the nodes that are alive, this one included
	 * @param refusal why this node accepts neither sessions nor changes; null if it does
	 * @param lag for how long the log has not been known to be followed to its end
	 * @param roundTrip how long the last renewal of the membership took
	 * @param lastLossOfHistory when a part of the log was last found to be lost
	 * @param heldKeys number of keys that this node holds
	 * @param proposals changes proposed by this node
	 * @param conflicts proposals that had to be computed again, as another node was first
	 * @param retries proposals sent again after the connection was lost
	 * @param reloads keys read again, as their chain of changes was broken
	 */
	public record ClusterDescriptor(String node, List<String> nodes, @Nullable String refusal, Duration lag,
			Duration roundTrip, @Nullable Instant lastLossOfHistory, int heldKeys, long proposals, long conflicts,
			long retries, long reloads) {
	}

	/**
	 * Descriptor of a key as one node sees it.
	 *
	 * @param key the key
	 * @param node name of the node that answers
	 * @param held whether it holds the key; other nodes may or may not
	 */
	public record HeldKeyDescriptor(String key, String node, boolean held) {
	}

}
