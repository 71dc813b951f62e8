// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.runtime.SimulatedClient;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.simulation.ScriptedState.Change;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.Values;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of a cluster count versions apart, or a single server sends two changes in
 * the wrong order (protocol section 3). In each case one of two simple rules is right,
 * "every delta in the order of its arrival" as published clients do, or "the snapshot is
 * the truth", and the other is wrong. This client must agree with the right one in all of
 * them, without knowing which server it talks to.
 */
class TwoNodesTests {

	private static final int SEEDS = 500;

	private static final String KEY = "game";

	private static final Capabilities RESUMING = Capabilities.builder()
		.with(Feature.MULTI_WATCH, Feature.PARAMS, Feature.RESUME)
		.build();

	@Test
	void clusterOfNodeServersIsFollowed() {
		Tally tally = cluster((run) -> new NodePeer(run.time, History.ofNode(), new ScriptedState(), Duration.ZERO));
		assertThat(tally.unlikeArrival).isZero();
		assertThat(tally.unlikeSnapshot).isZero();
	}

	@Test
	void clusterOfRustServersIsFollowedInTheOrderOfArrival() {
		Tally tally = cluster((run) -> rust(run, History.ofNode()));
		assertThat(tally.unlikeArrival).isZero();
		assertThat(tally.snapshotUnlikeArrival).isGreaterThan(SEEDS / 2);
	}

	@Test
	void clusterOfGoServersIsFollowed() {
		Tally tally = cluster(
				(run) -> new GoPeer(run.time, History.ofNode(), new ScriptedState(), Duration.ZERO, 1_000, 1_000));
		assertThat(tally.unlikeSnapshot).isZero();
	}

	@Test
	void serverThatSendsTwoChangesInTheWrongOrderIsHealedByItsSnapshot() {
		Tally tally = new Tally();
		for (long seed = 0; seed < SEEDS; seed++) {
			Run run = new Run(seed);
			run.swapping(rust(run, new History(false)));
			tally.add(run);
		}
		assertThat(tally.unlikeSnapshot).isZero();
		assertThat(tally.snapshotUnlikeArrival).isGreaterThan(SEEDS / 10);
	}

	private static ScriptedServer rust(Run run, History history) {
		return new RustPeer(run.time, history, new ScriptedState(), Duration.ZERO, RESUMING, 1_000);
	}

	private static Tally cluster(Function<Run, ScriptedServer> node) {
		Tally tally = new Tally();
		for (long seed = 0; seed < SEEDS; seed++) {
			Run run = new Run(seed);
			run.cluster(node.apply(run), node.apply(run));
			tally.add(run);
		}
		return tally;
	}

	/** In how many runs the client ended up with another value than it should have. */
	private static final class Tally {

		private int unlikeArrival;

		private int unlikeSnapshot;

		private int snapshotUnlikeArrival;

		private void add(Run run) {
			JsonNode shown = Objects.requireNonNull(run.client().value(KEY));
			this.unlikeArrival += Values.equal(shown, run.arrival) ? 0 : 1;
			this.unlikeSnapshot += Values.equal(shown, run.snapshot) ? 0 : 1;
			this.snapshotUnlikeArrival += Values.equal(run.arrival, run.snapshot) ? 0 : 1;
		}

	}

	/** One client of one node, while somebody writes. */
	private static final class Run {

		private static final Duration WRITES = Duration.ofSeconds(10);

		private final SimulatedTime time = new SimulatedTime();

		private final SplittableRandom random;

		private SimulatedClient client;

		private JsonNode arrival;

		private JsonNode snapshot;

		private int tags;

		private long lastDelivery;

		private Run(long seed) {
			this.random = new SplittableRandom(seed);
		}

		private SimulatedClient client() {
			return this.client;
		}

		private void cluster(ScriptedServer here, ScriptedServer there) {
			here.load("other", 2 + this.random.nextInt(30), IntNode.valueOf(0));
			there.load("other", 2 + this.random.nextInt(30), IntNode.valueOf(0));
			here.replicate((change) -> deliver(change, there));
			there.replicate((change) -> deliver(change, here));
			long version = 2 + this.random.nextInt(30);
			here.load(KEY, version, members(5));
			there.load(KEY, version, members(5));
			follow(here, () -> write(this.random.nextBoolean() ? here : there));
		}

		private void deliver(Change change, ScriptedServer node) {
			this.lastDelivery = Math.max(this.lastDelivery + 1,
					this.time.nanos() + Duration.ofMillis(this.random.nextInt(1, 400)).toNanos());
			this.time.at(this.lastDelivery, () -> node.remote(change));
		}

		private void swapping(ScriptedServer server) {
			server.load(KEY, 2, members(5));
			follow(server, () -> {
				if (this.random.nextInt(4) > 0) {
					write(server);
					return;
				}
				Change first = server.edit("state.set_in", KEY, setIn());
				Change second = server.edit("state.set_in", KEY, setIn());
				server.fanOut(Objects.requireNonNull(second), null);
				server.fanOut(Objects.requireNonNull(first), null);
			});
		}

		private void follow(ScriptedServer server, Runnable writer) {
			SimulatedNetwork network = new SimulatedNetwork(this.time, this.random.split(), () -> server);
			network.steady();
			this.client = new SimulatedClient(this.time, this.random.split(), network, (message) -> true, Sabotage.NONE,
					Duration.ZERO, (builder) -> {
					});
			this.client.watch(KEY, DeliveryMode.EVERY, (change) -> CompletableFuture.completedFuture(null));
			this.time.run(Duration.ofSeconds(1), () -> {
			});
			PublishedClient published = new PublishedClient(server, KEY);
			for (int i = 0; i < 40; i++) {
				this.time.after(Duration.ofNanos(this.random.nextLong(WRITES.toNanos())), writer);
			}
			this.time.run(Duration.ofSeconds(100), () -> {
			});
			this.arrival = published.value();
			this.snapshot = server.value(KEY);
		}

		private void write(ScriptedServer node) {
			switch (this.random.nextInt(8)) {
				case 0 -> node.write("state.set", KEY, args("value", members(this.random.nextInt(1, 6))));
				case 1 -> node.write("state.patch", KEY, args("patch", members(this.random.nextInt(1, 3))));
				case 2 -> node.write("state.set", "other", other());
				default -> node.write("state.set_in", KEY, setIn());
			}
		}

		private JsonNode members(int count) {
			Map<String, JsonNode> members = new LinkedHashMap<>();
			for (int i = 0; i < count; i++) {
				members.put("m" + i, tag());
			}
			return ImmutableNodes.object(members);
		}

		private JsonNode setIn() {
			Map<String, JsonNode> args = new LinkedHashMap<>();
			args.put("path", StringNode.valueOf("/m" + this.random.nextInt(6)));
			args.put("value", tag());
			return ImmutableNodes.object(args);
		}

		private JsonNode other() {
			return args("value", tag());
		}

		private static JsonNode args(String name, JsonNode value) {
			return ImmutableNodes.object(new LinkedHashMap<>(Map.of(name, value)));
		}

		private JsonNode tag() {
			return StringNode.valueOf("t-" + this.tags++);
		}

	}

}
