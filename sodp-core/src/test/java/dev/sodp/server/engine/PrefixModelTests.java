// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.StateRejectedException;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that watch a prefix while keys come, change and go, connections break and rules
 * change, and what they know in the end.
 */
class PrefixModelTests {

	private static final int RUNS = 400;

	private static final int STEPS = 250;

	private static final int KEYS = 40;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void replicasAreRightInTheEnd(boolean limited) {
		for (int seed = 0; seed < RUNS; seed++) {
			try {
				new Run(seed, limited).play();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed, ex);
			}
		}
	}

	/** One random course of events. */
	private static final class Run {

		private final Random random;

		private final TestPolicy policy = new TestPolicy();

		private final EngineFixture server;

		private final String pattern;

		private final boolean limited;

		private final PrefixReplica replica;

		/** Sessions that do not notice yet that the rules have changed. */
		private final Queue<Session> unchecked = new ArrayDeque<>();

		private EngineClient client;

		Run(int seed, boolean limited) {
			this.random = new Random(seed);
			this.limited = limited;
			this.pattern = this.random.nextBoolean() ? "game.*" : "*";
			this.replica = new PrefixReplica(this.pattern);
			this.server = new EngineFixture((builder) -> {
				builder.backpressureLimit(8 + this.random.nextInt(60));
				if (this.random.nextInt(4) == 0) {
					builder.maxKeys(KEYS * 2 / 3 + this.random.nextInt(KEYS));
				}
				if (limited) {
					builder.accessPolicy(this.policy);
				}
			});
			this.client = this.server.connect(Peer.remote("client"));
			this.client.read();
			watch();
		}

		void play() {
			for (int step = 0; step < STEPS; step++) {
				switch (this.random.nextInt(13)) {
					case 0, 1, 2, 3 -> write();
					case 4 -> remove();
					case 5, 6, 7 -> readSome();
					case 8 -> this.client.answerQuestions();
					case 9 -> changeRules();
					case 10 -> maybeReconnect();
					case 11 -> recheck();
					default -> readAll();
				}
			}
			finish();
		}

		private String key() {
			int number = this.random.nextInt(KEYS);
			return ((number % 5 == 0) ? "other." : "game.") + number;
		}

		private void write() {
			String key = key();
			try {
				if (this.random.nextBoolean()) {
					this.server.set(key, String.valueOf(this.random.nextInt()));
				}
				else {
					this.server.setIn(key, "/n" + this.random.nextInt(3), String.valueOf(this.random.nextInt()));
				}
			}
			catch (StateRejectedException ex) {
				// There are too many keys, or a number has no members.
			}
			keepUp();
		}

		private void remove() {
			this.server.delete(key());
			keepUp();
		}

		/**
		 * A client that is too slow is sent away, which is the subject of other tests.
		 */
		private void keepUp() {
			if (this.client.session.outbox().size() > 3) {
				readSome();
			}
			if (this.client.session.isEnded()) {
				reconnect();
			}
		}

		private void readSome() {
			for (int i = this.random.nextInt(6); i >= 0; i--) {
				if (this.client.session.isWaiting()) {
					this.server.engine.pump(this.client.session);
				}
				Frame frame = this.client.readOne();
				if (frame != null) {
					receive(frame);
				}
			}
		}

		private void readAll() {
			this.client.answerQuestions();
			this.client.read().forEach(this::receive);
		}

		private void changeRules() {
			if (this.limited && this.random.nextInt(4) == 0) {
				this.policy.denied.clear();
				for (int i = this.random.nextInt(10); i > 0; i--) {
					this.policy.denied.add(key());
				}
				this.unchecked.addAll(this.server.engine.accessChanged());
			}
		}

		private void recheck() {
			Session next = this.unchecked.poll();
			if (next != null) {
				this.server.engine.recheckPrefixes(next);
			}
		}

		/** Some keys may still be read, so the application watches again. */
		private void receive(Frame frame) {
			if (frame instanceof Frame.Error error) {
				assertThat(error.code()).isEqualTo(ErrorCode.DENIED);
				assertThat(error.stream()).isGreaterThan(9);
				watch();
			}
			else {
				this.replica.receive(frame);
			}
		}

		private void maybeReconnect() {
			if (this.random.nextInt(4) == 0) {
				reconnect();
			}
			else if (this.random.nextInt(10) == 0) {
				this.server.pass(Duration.ofMinutes(11));
				write();
			}
		}

		private void reconnect() {
			this.client.hangUp();
			this.client = this.server.connect(Peer.remote("client"));
			this.client.readOne();
			if (this.replica.isComplete() && this.replica.since() > 0) {
				this.replica.resumed();
				this.client.resume(this.pattern, this.replica.since());
			}
			else {
				watch();
			}
		}

		private void watch() {
			this.replica.watched();
			this.client.watch(this.pattern);
		}

		private void finish() {
			while (!this.unchecked.isEmpty()) {
				recheck();
			}
			for (int i = 0; i < 1_000 && !(this.replica.isComplete() && isQuiet()); i++) {
				readAll();
			}
			assertThat(this.replica.isComplete()).isTrue();
			assertThat(this.replica.values()).isEqualTo(truth());
		}

		private boolean isQuiet() {
			return this.client.questions.isEmpty() && this.client.session.outbox().isEmpty();
		}

		private Map<String, JsonNode> truth() {
			Map<String, JsonNode> truth = new TreeMap<>();
			String prefix = this.pattern.substring(0, this.pattern.length() - 1);
			for (String key : this.server.engine.names().all()) {
				@Nullable JsonNode value = this.server.value(key);
				if (key.startsWith(prefix) && !this.policy.denied.contains(key)) {
					truth.put(key, value);
				}
			}
			return truth;
		}

	}

}
