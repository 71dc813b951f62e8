// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.Journal;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Loaders and interceptors at inconvenient moments. */
class ApplicationCodeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int SLOTS = 64;

	/** Whether the loader throws when asked about a key. */
	private final AtomicBoolean brokenLoader = new AtomicBoolean();

	/** Whether the interceptor does. */
	private final AtomicBoolean brokenInterceptor = new AtomicBoolean();

	private final ManualJournal journal = new ManualJournal();

	private final EngineFixture server = server(new MemoryJournal("epoch-1"), (builder) -> {
	});

	private final EngineClient alice = this.server.connect();

	private EngineFixture server(Journal ofServer, Consumer<SodpServerBuilder> customizer) {
		return new EngineFixture(ofServer, (builder) -> {
			builder.loaders(List.of(new Database()))
				.interceptors(List.of(new Asking()))
				.loadTimeout(TIMEOUT)
				.interceptTimeout(TIMEOUT)
				.deletedLogRetention(Duration.ofMinutes(1));
			customizer.accept(builder);
		});
	}

	private static void failIf(AtomicBoolean broken) {
		if (broken.get()) {
			throw new IllegalStateException("broken");
		}
	}

	private static String[] keys(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "db.k" + i).toArray(String[]::new);
	}

	private int loads() {
		return this.server.application.loads().size();
	}

	private void read(EngineFixture fixture, String key) {
		fixture.engine.host().read(key, new PendingRead() {
			@Override
			public void succeeded(Optional<StateSnapshot> snapshot) {
			}

			@Override
			public void failed(StateRejectedException reason) {
			}
		});
	}

	@Test
	void anInterceptorThatDoesNotSayWhatItSupportsHoldsUpNobody() {
		this.alice.call("state.set", "{'state': 'asked.a', 'value': 1}");
		this.alice.call("state.set", "{'state': 'asked.b', 'value': 1}");
		this.alice.call("state.set", "{'state': 'asked.c', 'value': 1}");

		this.brokenInterceptor.set(true);
		this.server.agreed();
		this.brokenInterceptor.set(false);
		assertThat(this.server.application.interceptions()).hasSize(1);
		this.server.decidedWith(new IllegalStateException("As it does when it is called"));
		this.server.agreed();

		assertThat(this.alice.readAll(Frame.Result.class)).extracting(Frame.Result::code)
			.containsExactly(null, 500, null);
	}

	@Test
	void aLoaderThatDoesNotSayWhatItSupportsFails() {
		this.brokenLoader.set(true);

		this.alice.watch("db.a");
		assertThat(loads()).isEqualTo(1);
		this.server.loadFailed();

		assertThat(this.alice.readOnly(Frame.Error.class).code()).isEqualTo(503);
	}

	@Test
	void failuresAreThoseOfTheLoaderWhateverTheKey() {
		this.alice.watch("db.a");
		this.server.loadFailed();
		this.brokenLoader.set(true);
		this.alice.watch("db.b");
		this.alice.watch("db.c");
		this.server.loadFailed();
		this.server.loadFailed();

		assertThat(this.server.application.failures()).hasSize(3);
		assertThat(this.server.application.failed).singleElement().isInstanceOf(Database.class);
	}

	@Test
	void aLoaderThatDoesNotSayWhatIsPersistentHoldsUpNobody() {
		this.alice.watch("odd.a");

		this.brokenLoader.set(true);
		this.server.loaded("1");

		assertThat(this.alice.readOnly(Frame.StateInit.class).value()).isEqualTo(json("1"));
		assertThat(this.server.application.failures()).anyMatch((failure) -> failure.contains("is persistent"));
	}

	@Test
	void manyKeysWithoutRoomAreRefusedOneAfterAnother() {
		int many = 50_000;
		EngineFixture small = server(new MemoryJournal("epoch-1"),
				(builder) -> builder.maxKeys(1).backpressureLimit(2 * many));
		small.set("a", "1");

		EngineClient client = small.connect().watch(keys(many));

		assertThat(client.readAll(Frame.Error.class)).hasSize(many)
			.allSatisfy((error) -> assertThat(error.code()).isEqualTo(507));
	}

	@Test
	void aRequestThatWaitedForRoomIsRefusedAtOnce() {
		EngineFixture narrow = server(new MemoryJournal("epoch-1"), (builder) -> builder.backpressureLimit(8));
		for (String key : keys(SLOTS)) {
			read(narrow, key);
		}
		narrow.pass(TIMEOUT);
		EngineClient client = narrow.connect();
		client.watch(IntStream.range(0, 8).mapToObj((i) -> "key" + i).toArray(String[]::new)).watch("db.a");
		assertThat(client.session.isWaiting()).isTrue();

		assertThat(client.readAll(Frame.Error.class)).singleElement()
			.satisfies((error) -> assertThat(error.code()).isEqualTo(503));
	}

	@Test
	void aLoadThatFollowsAnotherDoesNotExceedTheBound() {
		EngineFixture stored = server(this.journal, (builder) -> {
		});
		stored.connect().call("state.set", "{'state': 'db.asked', 'value': 1}");
		stored.loaded(null);
		stored.agreed();
		this.journal.commitForeign(ManualJournal.foreign("db.asked", "2"));
		this.journal.conflictNext();
		stored.connect().watch(keys(SLOTS));
		assertThat(stored.application.loads()).hasSize(SLOTS);

		stored.loadFailed();

		assertThat(stored.application.loads()).hasSize(SLOTS);
	}

	@Test
	void aReadAsksAgainOnceItIsForgottenThatThereIsNoValue() {
		read(this.server, "db.a");
		this.server.loaded(null);
		this.server.pass(Duration.ofMinutes(2));

		read(this.server, "db.a");

		assertThat(loads()).isEqualTo(1);
	}

	@Test
	void anAnswerIsNotRememberedLikeADeletionThatWasForgotten() {
		EngineFixture small = server(new MemoryJournal("epoch-1"), (builder) -> builder.maxKeys(2));
		small.set("copy.a", "1");
		small.connect().watch("copy.a");
		small.delete("copy.a");
		small.set("b", "1");
		assertThat(small.connect().watch("c").readOnly(Frame.Error.class).code()).isEqualTo(507);
		read(small, "copy.a");
		small.loaded(null);
		small.pass(Duration.ofMinutes(2));

		read(small, "copy.a");

		assertThat(small.application.loads()).hasSize(1);
	}

	@Test
	void aReloadDoesNotReplaceWhatAnotherNodeHasWrittenMeanwhile() {
		EngineFixture stored = server(this.journal, (builder) -> {
		});
		Answer answer = new Answer();
		stored.engine.host().reload("db.a", answer);
		stored.loaded("'old'");
		this.journal.commitForeign(ManualJournal.foreign("db.a", "'new'"));

		this.journal.conflictNext();
		stored.loaded("'new'");

		assertThat(this.journal.waiting()).isEmpty();
		assertThat(stored.value("db.a")).isEqualTo(json("'new'"));
		assertThat(answer.version()).isEqualTo(1);
	}

	@Test
	void presenceThatIsNotInWhatWasLoadedDoesNotCount() {
		EngineFixture stored = server(this.journal, (builder) -> {
		});
		stored.connect().call("state.presence", "{'state': 'db.asked', 'path': '/me', 'value': 1}");
		stored.loaded(null);
		stored.agreed();
		assertThat(this.journal.waiting().get(0).presence().isEmpty()).isFalse();
		this.journal.commitForeign(ManualJournal.foreign("db.asked", "{'x': 1}"));
		this.journal.conflictNext();

		stored.loaded("{'x': 2}");

		assertThat(this.journal.waiting()).singleElement()
			.satisfies((proposal) -> assertThat(proposal.presence().isEmpty()).isTrue());
	}

	@Test
	void nobodyIsAskedWhileALargeCallOfTheKeyIsUnderWay() {
		EngineClient large = this.server.engine.open(Peer.remote("large"), null,
				(session) -> new EngineClient(this.server.engine, session, new FrameReader(1024 * 1024), () -> {
				}));
		large.call("state.set", "{'state': 'asked.a', 'value': '" + "a".repeat(Mutation.LARGE) + "'}");
		assertThat(this.server.computations()).hasSize(1);

		this.alice.call("state.set", "{'state': 'asked.a', 'value': 1}");

		List<String> asked = new ArrayList<>();
		while (!this.server.application.interceptions().isEmpty()) {
			assertThat(this.server.application.interceptions()).hasSize(1);
			asked.add(this.server.application.interceptions().element().mutation().result().orElseThrow().toString());
			this.server.agreed();
		}
		assertThat(asked).hasSize(2).last().isEqualTo("1");
		assertThat(this.server.value("asked.a")).isEqualTo(json("1"));
	}

	@Test
	void argumentsMayHaveBeenWrittenAndReadAgain() {
		this.alice.call("state.set", "{'state': 'asked.a', 'value': 1, 'if_version': 0}");
		StateMutation question = this.server.application.interceptions().element().mutation();
		JsonNode again = JsonMapper.shared().readTree(question.arguments().toString());

		assertThat(question.withArguments(again).result()).contains(json("1"));
	}

	@Test
	void theFunctionOfAnUpdateIsNotCalledForAnInterceptor() {
		AtomicInteger calls = new AtomicInteger();
		this.server.engine.host()
			.mutate("asked.a", Edits.update((value) -> json(String.valueOf(calls.incrementAndGet()))), null,
					new Answer());
		this.server.compute();

		StateMutation question = this.server.application.interceptions().element().mutation();

		assertThat(question.result()).contains(json("1"));
		assertThat(calls).hasValue(1);
	}

	@Test
	void aValidatorThatFailsWithAnErrorHoldsUpNobody() {
		EngineFixture validated = server(new MemoryJournal("epoch-1"), (builder) -> builder.validator((key, value) -> {
			throw new AssertionError(key);
		}));
		EngineClient client = validated.connect();

		client.call("state.set", "{'state': 'a', 'value': 1}");
		client.call("state.delete", "{'state': 'a'}");

		assertThat(client.readAll(Frame.Result.class)).extracting(Frame.Result::code).containsExactly(500, null);
	}

	/** Is responsible for nothing as long as it is broken. */
	private final class Database implements SodpStateLoader {

		private final TestLoader sound = new TestLoader();

		@Override
		public boolean supports(String key) {
			if (key.startsWith("odd.")) {
				return true;
			}
			failIf(ApplicationCodeTests.this.brokenLoader);
			return this.sound.supports(key);
		}

		@Override
		public boolean persistent(String key) {
			failIf(ApplicationCodeTests.this.brokenLoader);
			return this.sound.persistent(key);
		}

		@Override
		public CompletionStage<Optional<?>> load(String key) {
			throw new UnsupportedOperationException();
		}

	}

	/** Is asked about some keys; a test answers in its place. */
	private final class Asking implements StateMutationInterceptor {

		@Override
		public boolean supports(String key) {
			failIf(ApplicationCodeTests.this.brokenInterceptor);
			return key.contains("asked");
		}

		@Override
		public CompletionStage<StateMutation> intercept(StateMutation mutation) {
			throw new UnsupportedOperationException();
		}

	}

}
