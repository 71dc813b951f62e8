// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.sodp.protocol.Frame;
import dev.sodp.server.StateSnapshot;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Fit;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random calls of several clients; each applies what it receives and must then hold what
 * the server holds.
 */
class ReplicaModelTests {

	private static final int STEPS = 4000;

	private static final List<String> KEYS = List.of("a", "b.c", "d");

	private static final List<String> NAMES = List.of("x", "y", "0", "1", "-", "", "a/b", "~t", "long.name");

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void replicasFollowTheServer(long seed) {
		Random random = new Random(seed);
		EngineFixture server = new EngineFixture((builder) -> builder.logSize(20).backpressureLimit(64));
		Replica[] replicas = new Replica[4];
		for (int i = 0; i < replicas.length; i++) {
			replicas[i] = new Replica(server.connect());
		}
		for (int step = 0; step < STEPS; step++) {
			int i = random.nextInt(replicas.length);
			step(random, server, replicas, i);
			if (random.nextInt(10) == 0) {
				replicas[i].read();
				replicas[i].compare(server, "seed " + seed + ", step " + step);
			}
		}
		for (Replica replica : replicas) {
			replica.read();
			replica.compare(server, "seed " + seed + ", end");
		}
	}

	private static void step(Random random, EngineFixture server, Replica[] replicas, int i) {
		Replica replica = replicas[i];
		String key = KEYS.get(random.nextInt(KEYS.size()));
		switch (random.nextInt(16)) {
			case 0 -> replica.client.watch(key);
			case 1 -> replica.client.watch(KEYS.toArray(new String[0]));
			case 2 -> replica.unwatch(key);
			case 3 -> replicas[i] = replica.reconnect(server, random.nextBoolean());
			default -> replica.client.call(method(random), args(random, key));
		}
		if (replica.client.evictedBy() != null) {
			replicas[i] = replica.reconnect(server, true);
		}
	}

	private static String method(Random random) {
		return switch (random.nextInt(12)) {
			case 0, 1 -> "state.set";
			case 2, 3, 4 -> "state.patch";
			case 5, 6, 7 -> "state.set_in";
			case 8 -> "state.remove_in";
			case 9 -> "state.append";
			case 10 -> "state.presence";
			default -> "state.delete";
		};
	}

	private static String args(Random random, String key) {
		StringBuilder path = new StringBuilder();
		for (int i = random.nextInt(4); i > 0; i--) {
			path.append('/').append(NAMES.get(random.nextInt(NAMES.size())).replace("~", "~0").replace("/", "~1"));
		}
		return "{'state': '" + key + "', 'path': '" + path + "', 'value': " + value(random, 3) + ", 'patch': "
				+ object(random, 3) + ", 'max_len': " + (1 + random.nextInt(4)) + "}";
	}

	private static String value(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 8 : 5)) {
			case 0 -> "null";
			case 1 -> "true";
			case 2 -> "" + random.nextInt(3);
			case 3 -> "" + random.nextInt(3) / 2.0;
			case 4 -> "'text'";
			case 5 -> "[" + value(random, depth - 1) + ", " + value(random, depth - 1) + "]";
			default -> object(random, depth);
		};
	}

	private static String object(Random random, int depth) {
		Map<String, String> members = new HashMap<>();
		for (int i = random.nextInt(4); i > 0; i--) {
			members.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth - 1));
		}
		return "{" + String.join(", ",
				members.entrySet().stream().map((member) -> "'" + member.getKey() + "': " + member.getValue()).toList())
				+ "}";
	}

	/** What a client knows, by the rules of the protocol alone. */
	private static final class Replica {

		private final EngineClient client;

		private final Map<String, Copy> copies = new HashMap<>();

		/** Keys with an answer to come, with what RESUME continues from. */
		private final Map<String, Copy> resumed = new HashMap<>();

		Replica(EngineClient client) {
			this.client = client;
		}

		void unwatch(String key) {
			read();
			this.client.unwatch(key);
			this.copies.remove(key);
		}

		Replica reconnect(EngineFixture server, boolean orderly) {
			if (orderly) {
				read();
			}
			this.client.hangUp();
			Replica next = new Replica(server.connect());
			this.copies.forEach((key, copy) -> {
				next.resumed.put(key, copy);
				next.client.resume(key, copy.version);
			});
			return next;
		}

		void read() {
			for (Frame frame : this.client.read()) {
				if (frame instanceof Frame.Delta delta) {
					onDelta(delta);
				}
				else if (frame instanceof Frame.StateInit init) {
					onSnapshot(init);
				}
			}
		}

		private void onDelta(Frame.Delta delta) {
			String key = String.valueOf(delta.state());
			Copy resumedFrom = this.resumed.get(key);
			Map<String, Copy> target = (resumedFrom != null) ? this.resumed : this.copies;
			Copy before = target.get(key);
			assertThat(before).as("a delta needs a subscription").isNotNull();
			assertThat(delta.version()).isGreaterThan(before.version);
			target.put(key, new Copy(Deltas.apply(before.value, before.initialized, delta.ops(), Fit.EXACT),
					delta.version(), initialized(before.initialized, delta.ops())));
		}

		private static boolean initialized(boolean before, List<DeltaOp> ops) {
			boolean initialized = before;
			for (DeltaOp op : ops) {
				if (op.atRoot()) {
					initialized = op.kind() != DeltaOp.Kind.REMOVE;
				}
			}
			return initialized;
		}

		private void onSnapshot(Frame.StateInit init) {
			Copy replayed = this.resumed.remove(init.state());
			Copy copy = new Copy(init.value(), init.version(), init.initialized());
			if (replayed != null && replayed.version == init.version()) {
				assertThat(Values.equal(replayed.value, copy.value)).as("the replay ends at the snapshot").isTrue();
				assertThat(replayed.initialized).isEqualTo(copy.initialized);
			}
			this.copies.put(init.state(), copy);
		}

		void compare(EngineFixture server, String moment) {
			this.copies.forEach((key, copy) -> {
				@Nullable StateSnapshot truth = server.engine.host().get(key).orElse(null);
				assertThat(copy.initialized).as(moment).isEqualTo(truth != null);
				JsonNode value = (truth != null) ? truth.value() : NullNode.getInstance();
				assertThat(Values.equal(copy.value, value)).as("%s: %s is %s, not %s", moment, key, copy.value, value)
					.isTrue();
				if (truth != null) {
					assertThat(copy.version).as(moment).isEqualTo(truth.version());
				}
			});
		}

		private record Copy(JsonNode value, long version, boolean initialized) {
		}

	}

}
