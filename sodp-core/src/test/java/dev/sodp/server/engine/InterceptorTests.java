// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.Journal;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Mutations that the application is asked about. */
class InterceptorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ManualJournal journal = new ManualJournal();

	private final EngineFixture server = server(new MemoryJournal("epoch-1"), (builder) -> {
	});

	private final EngineFixture stored = server(this.journal, (builder) -> {
	});

	private final EngineClient alice = this.server.connect();

	private final EngineClient bob = this.server.connect();

	private static EngineFixture server(Journal journal, Consumer<SodpServerBuilder> customizer) {
		return new EngineFixture(journal, (builder) -> {
			builder.loaders(List.of(new TestLoader()))
				.interceptors(List.of(new Asking()))
				.loadTimeout(TIMEOUT)
				.interceptTimeout(TIMEOUT);
			customizer.accept(builder);
		});
	}

	private static int asked(EngineFixture fixture) {
		return fixture.application.interceptions().size();
	}

	private static StateMutation question(EngineFixture fixture) {
		return fixture.application.interceptions().element().mutation();
	}

	private static Integer code(EngineClient client) {
		return client.readOnly(Frame.Result.class).code();
	}

	@Test
	void aMutationHappensOnceTheInterceptorAgrees() {
		this.alice.call("state.set", "{'state': 'asked.a', 'value': 1}");
		assertThat(this.alice.read()).isEmpty();
		assertThat(this.server.changes).isEmpty();

		this.server.agreed();

		assertThat(this.alice.readOnly(Frame.Result.class).data()).isEqualTo(EngineClient.version(1));
		assertThat(this.server.value("asked.a")).isEqualTo(json("1"));
	}

	@Test
	void theInterceptorKnowsAllAboutTheCall() {
		EngineFixture secured = server(new MemoryJournal("epoch-1"),
				(builder) -> builder.authenticator((token) -> null));
		EngineClient client = secured.connect();
		client.send(new Frame.Auth(0, 1, "token"));
		SodpIdentity identity = new SodpIdentity("alice", Map.of("role", "admin"), null);
		client.accept(identity);
		client.read();
		client.call("state.set", "{'state': 'asked.a', 'value': {'x': 1}}");
		secured.agreed();

		client.call("state.set_in", "{'state': 'asked.a', 'path': '/y', 'value': 2, 'if_version': 1}");

		StateMutation question = question(secured);
		assertThat(question.key()).isEqualTo("asked.a");
		assertThat(question.method()).isEqualTo("state.set_in");
		assertThat(Values.equal(question.arguments(),
				json("{'state': 'asked.a', 'path': '/y', 'value': 2, 'if_version': 1}")))
			.isTrue();
		assertThat(question.identity()).contains(identity);
		assertThat(question.origin()).isEqualTo(ChangeOrigin.SESSION);
		assertThat(question.current()).hasValueSatisfying((current) -> {
			assertThat(current.version()).isEqualTo(1);
			assertThat(current.value()).isEqualTo(json("{'x': 1}"));
		});
		assertThat(question.result()).contains(json("{'x': 1, 'y': 2}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state.set       | {'state': 'asked.a', 'value': 7}                | 7
			state.patch     | {'state': 'asked.a', 'patch': {'y': 2}}         | {'x': [1], 'y': 2}
			state.set_in    | {'state': 'asked.a', 'path': '/y', 'value': 2}  | {'x': [1], 'y': 2}
			state.remove_in | {'state': 'asked.a', 'path': '/x'}              | {}
			state.delete    | {'state': 'asked.a'}                            |
			state.presence  | {'state': 'asked.a', 'path': '/y', 'value': 2}  | {'x': [1], 'y': 2}
			""")
	void everyMethodIsIntercepted(String method, String arguments, String result) {
		this.server.engine.host().mutate("asked.a", Edits.set(json("{'x': [1]}")), null, PendingResult.NONE);
		this.server.agreed();

		this.alice.call(method, arguments);

		StateMutation question = question(this.server);
		assertThat(question.method()).isEqualTo(method);
		assertThat(question.arguments()).isEqualTo(json(arguments));
		assertThat(question.result()).isEqualTo(Optional.ofNullable(result).map(EngineFixture::json));
		this.server.agreed();
		assertThat(code(this.alice)).isNull();
		assertThat(this.server.engine.host().get("asked.a").map((found) -> found.value())).isEqualTo(question.result());
	}

	@Test
	void appendingIsIntercepted() {
		this.alice.call("state.append", "{'state': 'asked.a', 'value': 1, 'max_len': 2}");

		assertThat(
				Values.equal(question(this.server).arguments(), json("{'state': 'asked.a', 'value': 1, 'max_len': 2}")))
			.isTrue();
		assertThat(question(this.server).current()).isEmpty();
		assertThat(question(this.server).result()).contains(json("[1]"));
	}

	@Test
	void anUpdateOfTheHostIsASet() {
		this.server.engine.host()
			.mutate("asked.a", Edits.update((current) -> json("{'n': 1}")), null, PendingResult.NONE);
		this.server.compute();

		assertThat(question(this.server).method()).isEqualTo("state.set");
		assertThat(question(this.server).arguments()).isEqualTo(json("{'state': 'asked.a', 'value': {'n': 1}}"));
		assertThat(question(this.server).origin()).isEqualTo(ChangeOrigin.HOST);
		assertThat(question(this.server).identity()).isEmpty();
		this.server.agreed();
		assertThat(this.server.value("asked.a")).isEqualTo(json("{'n': 1}"));
	}

	@Test
	void aLargeValueIsIntercepted() {
		this.alice.call("state.set", "{'state': 'asked.a', 'value': '" + "x".repeat(200_000) + "'}");
		this.server.decided(question(this.server).withArguments(json("{'value': '" + "y".repeat(200_000) + "'}")));

		assertThat(code(this.alice)).isNull();
		assertThat(this.server.value("asked.a").stringValue()).startsWith("yy");
	}

	@Test
	void keysWithoutInterceptorAreNotAskedAbout() {
		assertThat(this.alice.result("state.set", "{'state': 'a', 'value': 1}").success()).isTrue();
		assertThat(asked(this.server)).isZero();
	}

	@Test
	void aVetoReachesTheCaller() {
		this.alice.call("state.set", "{'state': 'db.asked', 'value': 1}");
		this.server.loaded("0");

		this.server.decidedWith(new StateRejectedException(ErrorCode.DENIED, "Not today"));

		Frame.Result result = this.alice.readOnly(Frame.Result.class);
		assertThat(result.code()).isEqualTo(403);
		assertThat(result.data()).isEqualTo(json("'Not today'"));
		assertThat(this.server.value("db.asked")).isEqualTo(json("0"));
		assertThat(this.server.application.loads()).isEmpty();
		assertThat(this.alice.result("state.set", "{'state': 'a', 'value': 1}").success()).isTrue();
	}

	@Test
	void otherArgumentsAreCarriedOut() {
		this.alice.watch("asked.a").read();
		this.alice.call("state.patch", "{'state': 'asked.a', 'patch': {'x': 1}}");

		this.server.decided(question(this.server).withArguments(json("{'patch': {'x': 2, 'at': 3}}")));

		assertThat(this.server.value("asked.a")).isEqualTo(json("{'x': 2, 'at': 3}"));
		assertThat(this.alice.readAll(Frame.Delta.class)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{'state': 'other', 'value': 1}  | cannot be changed
			{'value': 1, 'if_version': 3}   | cannot be changed
			{}                              | is missing
			[1]                             | must be an object
			""")
	void argumentsThatAreNotValidAreRefused(String arguments, String message) {
		this.alice.call("state.set", "{'state': 'asked.a', 'value': 0}");
		StateMutation question = question(this.server);
		JsonNode changed = json(arguments);

		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> question.withArguments(changed))
			.withMessageContaining(message);
	}

	@Test
	void presenceStaysWhereItIs() {
		this.alice.call("state.presence", "{'state': 'asked.a', 'path': '/p', 'value': 0}");
		StateMutation question = question(this.server);
		JsonNode changed = json("{'path': '/q', 'value': 1}");

		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> question.withArguments(changed))
			.withMessageContaining("'path' cannot be changed");
		this.server.decided(question.withArguments(json("{'value': 1}")));
		this.alice.hangUp();
		assertThat(this.server.value("asked.a")).isEqualTo(json("{}"));
		assertThat(asked(this.server)).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state.append   | {'state': 'asked.a', 'value': 1}                    | 400
			state.set      | {'state': 'asked.a', 'value': 1, 'if_version': 9}   | 412
			state.set      | {'state': 'asked.a', 'value': 'invalid'}            | 422
			state.set      | {'state': 'asked.more', 'value': 1}                 | 507
			state.patch    | {'state': 'asked.a', 'patch': {'x': 1}}             |
			""")
	void whatWouldNotChangeTheValueIsNotAskedAbout(String method, String arguments, Integer code) {
		EngineFixture strict = server(new MemoryJournal("epoch-1"), (builder) -> builder.maxKeys(1)
			.validator((key, value) -> value.isString() ? Optional.of("no text") : Optional.empty()));
		strict.engine.host().mutate("asked.a", Edits.set(json("{'x': 1}")), null, PendingResult.NONE);
		strict.compute();
		strict.agreed();
		EngineClient client = strict.connect();

		assertThat(client.result(method, arguments).code()).isEqualTo(code);
		assertThat(asked(strict)).isZero();
	}

	@Test
	void twoSessionsDoNotInterleave() {
		this.alice.call("state.set", "{'state': 'db.asked', 'value': {'n': 1}}");
		this.server.loaded(null);
		this.bob.call("state.patch", "{'state': 'db.asked', 'patch': {'m': 1}}");
		this.server.engine.host()
			.mutate("db.asked", PathEdits.set(StatePath.parse("/n"), json("2")), null, PendingResult.NONE);
		JsonNode database = json("null");

		while (asked(this.server) > 0) {
			assertThat(asked(this.server)).isEqualTo(1);
			database = question(this.server).result().orElseThrow();
			this.server.agreed();
			assertThat(this.server.value("db.asked")).isEqualTo(database);
		}

		assertThat(database).isEqualTo(json("{'n': 2, 'm': 1}"));
	}

	@Test
	void nobodyWritesTheKeyUntilTheCommit() {
		EngineClient first = this.stored.connect();
		EngineClient second = this.stored.connect();
		first.call("state.set", "{'state': 'asked.a', 'value': 1}");
		this.stored.agreed();
		second.call("state.set", "{'state': 'asked.a', 'value': 2}");
		this.stored.engine.host().mutate("other", Edits.set(json("1")), null, PendingResult.NONE);
		assertThat(this.journal.waiting()).hasSize(2);
		assertThat(asked(this.stored)).isZero();

		this.journal.commitAll();

		assertThat(code(first)).isNull();
		assertThat(question(this.stored).current().orElseThrow().value()).isEqualTo(json("1"));
		this.stored.agreed();
		this.journal.commitAll();
		assertThat(code(second)).isNull();
	}

	@Test
	void presenceIsNotRemovedUntilTheCommit() {
		EngineClient present = this.stored.connect();
		present.call("state.presence", "{'state': 'asked.a', 'path': '/p', 'value': 1}");
		this.stored.agreed();
		this.journal.commitAll();
		this.stored.connect().call("state.set_in", "{'state': 'asked.a', 'path': '/x', 'value': 1}");
		this.stored.agreed();

		present.hangUp();

		assertThat(this.journal.waiting()).hasSize(1);
		this.journal.commitAll();
		this.journal.commitAll();
		assertThat(this.stored.value("asked.a")).isEqualTo(json("{'x': 1}"));
	}

	@Test
	void theInterceptorIsAskedOnceUnderConflicts() {
		EngineClient client = this.stored.connect();
		client.call("state.patch", "{'state': 'asked.a', 'patch': {'mine': 1}}");
		this.stored.agreed();

		for (int i = 0; i < 100; i++) {
			this.journal.commitForeign(ManualJournal.foreign("asked.a", "{'theirs': " + i + "}"));
			this.journal.conflictNext();
		}
		this.journal.commitAll();

		assertThat(asked(this.stored)).isZero();
		assertThat(code(client)).isNull();
		assertThat(this.stored.value("asked.a")).isEqualTo(json("{'theirs': 99, 'mine': 1}"));
	}

	@Test
	void aConflictOfWhatIsInTheDatabaseIsSolvedByTheDatabase() {
		EngineClient client = askedAndAgreed();

		this.journal.commitForeign(ManualJournal.foreign("db.asked", "{'theirs': 1}"));
		this.journal.conflictNext();
		assertThat(this.journal.waiting()).isEmpty();
		this.stored.loaded("{'database': 1}");
		this.journal.commitAll();

		assertThat(asked(this.stored)).isZero();
		assertThat(code(client)).isNull();
		assertThat(this.stored.value("db.asked")).isEqualTo(json("{'database': 1}"));
	}

	@Test
	void aChangeOfAnotherNodeWhileTheInterceptorDecidesIsSolvedByTheDatabase() {
		EngineClient client = this.stored.connect();
		client.call("state.set", "{'state': 'db.asked', 'value': 1}");
		this.stored.loaded(null);
		this.journal.commitForeign(ManualJournal.foreign("db.asked", "{'theirs': 1}"));

		this.stored.agreed();
		assertThat(this.journal.waiting()).isEmpty();
		this.stored.loaded("1");
		this.journal.commitAll();

		assertThat(code(client)).isNull();
		assertThat(this.stored.value("db.asked")).isEqualTo(json("1"));
	}

	@Test
	void whatTheJournalRefusesAfterTheEffectIsLoadedAgain() {
		EngineClient client = askedAndAgreed();
		EngineClient other = this.stored.connect();
		other.call("state.patch", "{'state': 'db.asked', 'patch': {'y': 2}}");

		this.journal.failAll(503);
		assertThat(code(client)).isEqualTo(504);
		assertThat(asked(this.stored)).isZero();
		this.stored.loaded("{'x': 1}");
		this.journal.commitAll();

		assertThat(this.stored.value("db.asked")).isEqualTo(json("{'x': 1}"));
		assertThat(question(this.stored).result()).contains(json("{'x': 1, 'y': 2}"));
	}

	@Test
	void aRefusalAfterTheEffectDoesNotSayThatNothingHappened() {
		EngineClient client = askedAndAgreed();
		this.journal.commitForeign(ManualJournal.foreign("db.asked", "{'theirs': 1}"));
		this.journal.conflictNext();

		this.stored.loadFailed();

		assertThat(code(client)).isEqualTo(504);
		assertThat(this.stored.application.loads()).hasSize(1);
	}

	@Test
	void argumentsThatTheValidatorRefusesAreNotCarriedOut() {
		EngineFixture strict = server(new MemoryJournal("epoch-1"), (builder) -> builder
			.validator((key, value) -> value.isString() ? Optional.of("no text") : Optional.empty()));
		EngineClient client = strict.connect();
		client.call("state.set", "{'state': 'asked.a', 'value': 1}");

		strict.decided(question(strict).withArguments(json("{'value': 'text'}")));

		Frame.Result result = client.readOnly(Frame.Result.class);
		assertThat(result.code()).isEqualTo(504);
		assertThat(result.data().stringValue()).contains("no text");
		assertThat(strict.engine.host().get("asked.a")).isEmpty();
	}

	@Test
	void loadingAgainIsRepeatedUntilItSucceeds() {
		askedAndAgreed();
		this.journal.failAll(503);

		for (int seconds = 1; seconds <= 32; seconds *= 2) {
			this.stored.loadFailed();
			this.stored.pass(Duration.ofSeconds(seconds));
		}
		this.stored.loaded("{'x': 1}");
		this.journal.commitAll();

		assertThat(this.stored.value("db.asked")).isEqualTo(json("{'x': 1}"));
		this.stored.pass(Duration.ofMinutes(5));
		assertThat(this.stored.application.loads()).isEmpty();
	}

	/** A call whose proposal waits for the journal. */
	private EngineClient askedAndAgreed() {
		EngineClient client = this.stored.connect();
		client.call("state.set", "{'state': 'db.asked', 'value': {'x': 1}}");
		this.stored.loaded(null);
		this.stored.agreed();
		assertThat(this.journal.waiting()).hasSize(1);
		return client;
	}

	@Test
	void anInterceptorThatFailsMayHaveHadAnEffect() {
		this.alice.call("state.set", "{'state': 'db.asked', 'value': 1}");
		this.server.loaded(null);

		this.server.decidedWith(new IllegalStateException("Broken"));
		assertThat(code(this.alice)).isEqualTo(500);
		assertThat(this.alice.failures).containsExactly("state.set");
		this.server.loaded("1");

		assertThat(this.server.value("db.asked")).isEqualTo(json("1"));
	}

	@Test
	void anInterceptorMustNotAnswerWithAnotherMutation() {
		this.alice.call("state.set", "{'state': 'asked.a', 'value': 1}");
		this.bob.call("state.set", "{'state': 'asked.b', 'value': 1}");
		StateMutation other = this.server.application.interceptions().getLast().mutation();

		this.server.decided(other);

		assertThat(code(this.alice)).isEqualTo(500);
	}

	@Test
	void aDecisionThatTakesTooLongDoesNotCountButMayHaveHadAnEffect() {
		this.alice.call("state.set", "{'state': 'db.asked', 'value': 1}");
		this.server.loaded(null);
		this.bob.call("state.set", "{'state': 'db.asked', 'value': 2}");

		this.server.pass(TIMEOUT);
		assertThat(code(this.alice)).isEqualTo(504);
		assertThat(this.server.application.failures()).hasSize(1);
		assertThat(asked(this.server)).isEqualTo(2);

		this.server.agreed();
		assertThat(this.server.engine.host().get("db.asked")).isEmpty();
		this.server.agreed();
		assertThat(code(this.bob)).isNull();
		this.server.loaded("1");
		assertThat(this.server.value("db.asked")).isEqualTo(json("1"));
	}

	@Test
	void anInterceptorForWhichThereIsNoThreadInTimeHasNoEffect() {
		this.server.application.busy = true;
		this.alice.call("state.set", "{'state': 'db.asked', 'value': 1}");
		this.server.loaded(null);

		this.server.pass(TIMEOUT);

		assertThat(code(this.alice)).isEqualTo(503);
		assertThat(this.server.application.failures()).hasSize(1);
		assertThat(this.server.engine.begins(this.server.application.interceptions().remove())).isFalse();
		assertThat(this.server.application.loads()).isEmpty();
	}

	@Test
	void aWriteOfTheHostThatIsBeingDecidedCannotBeWithdrawn() {
		Answer answer = new Answer();
		PendingMutation pending = this.server.engine.host().mutate("asked.a", Edits.set(json("1")), null, answer);

		assertThat(this.server.engine.host().cancel(pending)).isFalse();
		this.server.agreed();
		assertThat(answer.version()).isEqualTo(1);
	}

	@Test
	void aWriteOfTheHostThatWaitsForItsTurnCanBeWithdrawn() {
		Answer answer = new Answer();
		this.server.engine.host().mutate("asked.a", Edits.set(json("1")), null, PendingResult.NONE);
		PendingMutation second = this.server.engine.host().mutate("asked.a", Edits.set(json("2")), null, answer);

		assertThat(this.server.engine.host().cancel(second)).isTrue();
		this.server.agreed();
		assertThat(asked(this.server)).isZero();
	}

	@Test
	void aMutationWithInterceptorIsDecidedOnWhatIsLoaded() {
		this.alice.call("state.set", "{'state': 'db.asked', 'value': 2}");
		assertThat(asked(this.server)).isZero();

		this.server.loaded("1");

		assertThat(question(this.server).current().orElseThrow().value()).isEqualTo(json("1"));
	}

	/** Is asked about some keys. A test answers in its place. */
	private static final class Asking implements StateMutationInterceptor {

		@Override
		public boolean supports(String key) {
			return key.contains("asked");
		}

		@Override
		public CompletionStage<StateMutation> intercept(StateMutation mutation) {
			throw new UnsupportedOperationException();
		}

	}

}
