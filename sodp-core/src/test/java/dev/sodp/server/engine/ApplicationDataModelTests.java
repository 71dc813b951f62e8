// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random calls on keys that are in a database, while loads, interceptors and the journal
 * take their time, fail, are too late, or lose against another node. In the end the state
 * is what the database has.
 */
class ApplicationDataModelTests {

	private static final int SEEDS = 2000;

	private static final int STEPS = 120;

	@Test
	void theStateIsWhatTheDatabaseHas() {
		for (int seed = 0; seed < SEEDS; seed++) {
			new Model(seed).run();
		}
	}

	/** One run. */
	private static final class Model implements StateMutationInterceptor {

		private static final List<String> KEYS = List.of("db.a", "db.b", "db.c");

		private final long seed;

		private final Random random;

		private final ManualJournal journal = new ManualJournal();

		private final EngineFixture server = new EngineFixture(this.journal,
				(builder) -> builder.loaders(List.of(new TestLoader()))
					.interceptors(List.of(this))
					.heartbeatInterval(Duration.ofDays(100)));

		private final List<EngineClient> clients = new ArrayList<>();

		private final Map<String, JsonNode> database = new HashMap<>();

		/** Loads that have read the database and not answered yet. */
		private final Deque<Load> read = new ArrayDeque<>();

		private final Map<EngineClient, Set<String>> unanswered = new HashMap<>();

		private final Set<Interception> effective = new HashSet<>();

		private int calls;

		private int interceptions;

		Model(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
			KEYS.forEach((key) -> {
				if (this.random.nextBoolean()) {
					this.database.put(key, EngineFixture.json("{'initial': '" + key + "'}"));
				}
			});
			for (int i = 0; i < 3; i++) {
				EngineClient client = this.server.connect();
				this.clients.add(client);
				this.unanswered.put(client, new HashSet<>());
			}
		}

		void run() {
			for (int step = 0; step < STEPS; step++) {
				step();
			}
			calm();
			for (String key : KEYS) {
				Optional<JsonNode> value = this.server.engine.host().get(key).map(StateSnapshot::value);
				boolean known = value.isPresent() || !this.database.containsKey(key) || isUnknown(key);
				assertThat(known).as("seed %s, '%s' is known", this.seed, key).isTrue();
				value.ifPresent((found) -> assertThat(found).as("seed %s, value of '%s'", this.seed, key)
					.isEqualTo(this.database.get(key)));
			}
			this.unanswered.forEach((client, left) -> assertThat(left).as("seed %s, unanswered", this.seed).isEmpty());
			assertThat(this.interceptions).as("seed %s", this.seed).isLessThanOrEqualTo(this.calls);
		}

		/** Nobody has needed the value of the key since the server last forgot it. */
		private boolean isUnknown(String key) {
			this.clients.get(0).watch(key);
			return !this.server.application.loads().isEmpty();
		}

		private void step() {
			String key = KEYS.get(this.random.nextInt(KEYS.size()));
			switch (this.random.nextInt(20)) {
				case 0, 1 -> client().watch(key).unwatch(key);
				case 2, 3, 4, 5, 6 -> call(client(), key);
				case 7 -> this.server.engine.host().mutate(key, Edits.set(value()), null, counted());
				case 8 -> this.server.engine.host().reload(key, PendingResult.NONE);
				case 9, 10 -> read();
				case 11, 12 -> answerLoad(this.random.nextInt(5) > 0);
				case 13, 14, 15 -> decide(this.random.nextInt(8));
				case 16 -> commit();
				case 17 -> foreign(key);
				case 18 -> this.journal.failAll(this.random.nextBoolean() ? 503 : 507);
				default -> this.server.pass(Duration.ofSeconds(this.random.nextInt(6)));
			}
			readAll();
		}

		private EngineClient client() {
			return this.clients.get(this.random.nextInt(this.clients.size()));
		}

		private PendingResult counted() {
			this.calls++;
			return PendingResult.NONE;
		}

		private JsonNode value() {
			return EngineFixture.json("{'n': " + this.random.nextInt(1000) + "}");
		}

		private void call(EngineClient client, String key) {
			this.calls++;
			String method = switch (this.random.nextInt(5)) {
				case 0 -> "state.set";
				case 1 -> "state.delete";
				case 2 -> "state.append";
				case 3 -> "state.set_in";
				default -> "state.patch";
			};
			this.unanswered.get(client)
				.add(client.call(method,
						"{'state': '" + key + "', 'value': " + value() + ", 'path': '/p" + this.random.nextInt(3)
								+ "', 'patch': {'q" + this.random.nextInt(3) + "': " + this.random.nextInt(10) + "}}"));
		}

		/** A load sees the database as it is now; its answer may come much later. */
		private void read() {
			Load load = this.server.application.loads().poll();
			if (load != null) {
				load.loaded(this.database.get(load.key()));
				this.read.add(load);
			}
		}

		private void answerLoad(boolean successful) {
			Load load = this.read.poll();
			if (load != null) {
				if (!successful) {
					load.failed(new IllegalStateException("No database"));
				}
				this.server.engine.answered(load);
			}
		}

		/** The effect of an interceptor comes before its answer, if there is one. */
		private void decide(int how) {
			Interception interception = this.server.application.interceptions().poll();
			if (interception == null) {
				return;
			}
			this.interceptions++;
			StateMutation mutation = interception.mutation();
			switch (how) {
				case 0 -> interception.failed(new StateRejectedException(ErrorCode.DENIED, "No"));
				case 1 -> interception.failed(new IllegalStateException("Before"));
				case 2 -> {
					store(mutation.key(), mutation.result().orElse(null));
					interception.failed(new IllegalStateException("After"));
				}
				case 3 -> {
					StateMutation changed = mutation.method().equals("state.set")
							? mutation.withArguments(EngineFixture.json("{'value': {'changed': 1}}")) : mutation;
					store(mutation.key(), changed.result().orElse(null));
					interception.decided(changed);
				}
				case 4 -> {
					store(mutation.key(), mutation.result().orElse(null));
					this.server.pass(Duration.ofSeconds(5));
					interception.decided(mutation);
				}
				default -> {
					store(mutation.key(), mutation.result().orElse(null));
					interception.decided(mutation);
				}
			}
			assertThat(this.effective.add(interception)).isTrue();
			this.server.engine.answered(interception);
		}

		private void store(String key, @Nullable JsonNode value) {
			if (value != null) {
				this.database.put(key, value);
			}
			else {
				this.database.remove(key);
			}
		}

		private void commit() {
			if (!this.journal.waiting().isEmpty()) {
				this.journal.commitNext();
			}
		}

		private void foreign(String key) {
			boolean first = !this.journal.waiting().isEmpty() && this.journal.waiting().get(0).key().equals(key);
			if (first || this.journal.waiting().stream().noneMatch((proposal) -> proposal.key().equals(key))) {
				JsonNode theirs = value();
				this.database.put(key, theirs);
				this.journal.commitForeign(ManualJournal.foreign(key, theirs.toString()));
				if (first) {
					this.journal.conflictNext();
				}
			}
		}

		/** All that is under way succeeds. */
		private void calm() {
			for (int quiet = 0; quiet < 3;) {
				quiet++;
				while (!this.server.application.loads().isEmpty() || !this.read.isEmpty()
						|| !this.server.application.interceptions().isEmpty() || !this.journal.waiting().isEmpty()) {
					answerLoad(true);
					read();
					answerLoad(true);
					decide(7);
					commit();
					readAll();
					quiet = 0;
				}
				// Repairs that failed are repeated.
				this.server.pass(Duration.ofMinutes(1));
			}
		}

		private void readAll() {
			this.clients.forEach((client) -> client.readAll(Frame.Result.class)
				.forEach((result) -> assertThat(this.unanswered.get(client).remove(result.callId()))
					.as("seed %s, answered once", this.seed)
					.isTrue()));
		}

		@Override
		public CompletionStage<StateMutation> intercept(StateMutation mutation) {
			throw new UnsupportedOperationException();
		}

	}

}
