// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Keys whose values come from the application. */
class LoaderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration RETENTION = Duration.ofMinutes(10);

	private final EngineFixture server = server(new MemoryJournal("epoch-1"), (builder) -> {
	});

	private final EngineClient alice = this.server.connect();

	private final EngineClient bob = this.server.connect();

	private static EngineFixture server(Journal journal, Consumer<SodpServerBuilder> customizer) {
		return new EngineFixture(journal, (builder) -> {
			builder.loaders(List.of(new TestLoader())).loadTimeout(TIMEOUT).deletedLogRetention(RETENTION);
			customizer.accept(builder);
		});
	}

	private int loads() {
		return this.server.application.loads().size();
	}

	/** What a client is answered that watches a key of which the loader is not asked. */
	private Frame.StateInit snapshot(String key) {
		EngineClient visitor = this.server.connect();
		Frame.StateInit init = visitor.watch(key).readOnly(Frame.StateInit.class);
		visitor.hangUp();
		return init;
	}

	@Test
	void aWatchIsAnsweredOnceTheKeyIsLoaded() {
		this.alice.watch("db.a");
		assertThat(this.alice.read()).isEmpty();
		assertThat(loads()).isEqualTo(1);

		this.server.loaded("{'x': 1}");

		Frame.StateInit init = this.alice.readOnly(Frame.StateInit.class);
		assertThat(init.value()).isEqualTo(json("{'x': 1}"));
		assertThat(init.version()).isEqualTo(1);
		assertThat(init.initialized()).isTrue();
	}

	@Test
	void whatIsLoadedIsAnOrdinaryChange() {
		this.alice.watch("db.a");
		this.server.loaded("1");

		assertThat(this.server.changes).singleElement()
			.extracting(CommittedChange::key, CommittedChange::version, CommittedChange::origin)
			.containsExactly("db.a", 1L, ChangeOrigin.LOADER);
		assertThat(this.bob.resume("db.a", 0).readAll(Frame.Delta.class)).singleElement()
			.satisfies((delta) -> assertThat(delta.version()).isEqualTo(1));
	}

	@Test
	void othersChangesSayWhereTheyComeFrom() {
		this.server.set("a", "1");
		this.alice.result("state.presence", "{'state': 'a', 'path': '/p', 'value': 1}");
		this.alice.hangUp();

		assertThat(this.server.changes).extracting(CommittedChange::origin)
			.containsExactly(ChangeOrigin.HOST, ChangeOrigin.SESSION, ChangeOrigin.CLEANUP);
	}

	@Test
	void theLoaderIsAskedOnceForAllThatWait() {
		this.alice.watch("db.a");
		this.bob.resume("db.a", 7);
		this.alice.call("state.patch", "{'state': 'db.a', 'patch': {'y': 2}}");
		Answer append = new Answer();
		this.server.engine.host().mutate("db.a", PathEdits.set(StatePath.parse("/z"), json("3")), null, append);
		List<Optional<StateSnapshot>> reads = new ArrayList<>();
		this.server.engine.host().read("db.a", new Read(reads));
		assertThat(loads()).isEqualTo(1);

		this.server.loaded("{'x': 1}");

		assertThat(loads()).isZero();
		assertThat(this.server.value("db.a")).isEqualTo(json("{'x': 1, 'y': 2, 'z': 3}"));
		assertThat(append.version()).isEqualTo(3);
		assertThat(reads).hasSize(1);
		assertThat(this.bob.readAll(Frame.StateInit.class)).hasSize(1);
		assertThat(this.alice.readAll(Frame.Result.class)).singleElement()
			.extracting(Frame.Result::success)
			.isEqualTo(true);
	}

	@Test
	void keysWithoutLoaderAreNotLoaded() {
		assertThat(snapshot("other").initialized()).isFalse();
		assertThat(loads()).isZero();
	}

	@Test
	void thatThereIsNoValueIsRememberedForAWhile() {
		this.alice.watch("db.a");
		this.server.loaded(null);
		assertThat(this.alice.readOnly(Frame.StateInit.class).initialized()).isFalse();
		this.alice.unwatch("db.a");

		assertThat(snapshot("db.a").initialized()).isFalse();
		assertThat(loads()).isZero();
		this.server.pass(RETENTION);
		this.server.connect().watch("db.a");
		assertThat(loads()).isEqualTo(1);
	}

	@Test
	void thatThereIsNoValueIsForgottenForOtherKeys() {
		EngineFixture small = server(new MemoryJournal("epoch-1"), (builder) -> builder.maxKeys(3));
		EngineClient client = small.connect();
		for (int i = 0; i < 10; i++) {
			client.watch("db.k" + i).unwatch("db.k" + i);
			small.loaded(null);
		}

		assertThat(small.engine.statistics().keys()).isEqualTo(3);
		small.set("a", "1");
		small.set("b", "1");
		small.set("c", "1");
	}

	@ParameterizedTest
	@CsvSource({ "copy.a, 0", "db.a, 1" })
	void aDeletionIsRemembered(String key, int loadsAfterwards) {
		this.server.set(key, "1");
		this.server.delete(key);
		assertThat(snapshot(key).initialized()).isFalse();

		this.server.pass(RETENTION);

		this.server.connect().watch(key);
		assertThat(loads()).isEqualTo(loadsAfterwards);
	}

	@Test
	void aRememberedDeletionGivesRoomToOtherKeys() {
		EngineFixture small = server(new MemoryJournal("epoch-1"), (builder) -> builder.maxKeys(1));
		small.set("copy.a", "1");
		small.delete("copy.a");
		small.pass(RETENTION);
		small.connect().watch("none");
		assertThat(small.engine.statistics().keys()).isEqualTo(1);

		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> small.set("b", "1"));
	}

	@Test
	void aFailureIsNotRemembered() {
		this.alice.watch("db.a");
		this.alice.call("state.patch", "{'state': 'db.a', 'patch': {}}");

		this.server.loadFailed();

		assertThat(this.alice.read()).extracting(this::code).containsExactly(503, 503);
		assertThat(this.server.application.failures()).hasSize(1).first().asString().contains("db.a");
		this.alice.watch("db.a");
		assertThat(loads()).isEqualTo(1);
		this.server.loaded("1");
		assertThat(this.alice.readOnly(Frame.StateInit.class).initialized()).isTrue();
	}

	private int code(Frame frame) {
		return (frame instanceof Frame.Error error) ? error.code() : ((Frame.Result) frame).code();
	}

	@Test
	void aLoaderForWhichThereIsNoThreadInTimeIsNotAsked() {
		this.server.application.busy = true;
		this.alice.watch("db.a");

		this.server.pass(TIMEOUT);

		assertThat(this.alice.readOnly(Frame.Error.class).code()).isEqualTo(503);
		assertThat(this.server.application.failures()).hasSize(1);
		assertThat(this.server.engine.begins(this.server.application.loads().remove())).isFalse();
		assertThat(this.server.engine.statistics().keys()).isZero();
	}

	@Test
	void anAnswerThatTakesTooLongDoesNotCount() {
		this.alice.watch("db.a");
		this.server.pass(TIMEOUT.minusNanos(1));
		assertThat(this.alice.read()).isEmpty();

		this.server.pass(Duration.ofNanos(1));
		assertThat(this.alice.readOnly(Frame.Error.class).code()).isEqualTo(503);
		assertThat(this.server.application.failures()).hasSize(1);

		this.server.loaded("1");
		assertThat(this.server.engine.host().get("db.a")).isEmpty();
		assertThat(this.server.engine.statistics().keys()).isZero();
	}

	@Test
	void aWriteMeanwhileWins() {
		this.alice.watch("db.a");
		this.bob.call("state.patch", "{'state': 'db.a', 'patch': {'y': 2}}");

		assertThat(this.server.set("db.a", "{'x': 1}")).isEqualTo(1);

		assertThat(this.alice.read().get(0)).isInstanceOfSatisfying(Frame.StateInit.class,
				(init) -> assertThat(init.value()).isEqualTo(json("{'x': 1}")));
		this.server.loaded("{'old': true}");
		assertThat(this.server.value("db.a")).isEqualTo(json("{'x': 1, 'y': 2}"));
		assertThat(this.server.changes).hasSize(2);
	}

	@Test
	void aDeletionMeanwhileWins() {
		this.alice.watch("copy.a");

		assertThat(this.bob.result("state.delete", "{'state': 'copy.a'}").data()).isEqualTo(EngineClient.version(1));

		assertThat(this.alice.readOnly(Frame.StateInit.class).initialized()).isFalse();
		this.server.loaded("1");
		assertThat(this.server.engine.host().get("copy.a")).isEmpty();
		assertThat(snapshot("copy.a").initialized()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "state.set", "state.delete" })
	void aWriteThatIsNotCommittedYetWins(String method) {
		ManualJournal journal = new ManualJournal();
		EngineFixture stored = server(journal, (builder) -> {
		});
		EngineClient watcher = stored.connect();
		watcher.watch("db.a");
		stored.connect().call(method, "{'state': 'db.a', 'value': 2}");

		stored.loaded("1");

		assertThat(watcher.read()).isEmpty();
		assertThat(journal.waiting()).hasSize(1);
		journal.commitAll();
		assertThat(journal.waiting()).isEmpty();
		assertThat(watcher.readOnly(Frame.StateInit.class).version()).isEqualTo(1);
	}

	@Test
	void whatIsLoadedCountsIfTheWriteMeanwhileFails() {
		ManualJournal journal = new ManualJournal();
		EngineFixture stored = server(journal, (builder) -> {
		});
		EngineClient watcher = stored.connect();
		watcher.watch("db.a");
		stored.connect().call("state.set", "{'state': 'db.a', 'value': 2}");
		stored.loaded("1");

		journal.failAll(503);
		journal.commitAll();

		assertThat(watcher.readOnly(Frame.StateInit.class).value()).isEqualTo(json("1"));
	}

	@Test
	void aDeletionOfAnUnknownKeyDoesNotAskTheLoader() {
		assertThat(this.alice.result("state.delete", "{'state': 'db.a'}").success()).isTrue();
		assertThat(this.alice.result("state.delete", "{'state': 'db.a'}").data()).isEqualTo(EngineClient.version(0));

		assertThat(loads()).isZero();
		assertThat(this.server.changes).hasSize(1);
	}

	@Test
	void aConditionIsAboutWhatIsLoaded() {
		this.alice.call("state.set", "{'state': 'db.a', 'value': 2, 'if_version': 0}");
		assertThat(this.alice.read()).isEmpty();

		this.server.loaded("1");

		assertThat(this.alice.readOnly(Frame.Result.class).code()).isEqualTo(412);
	}

	@Test
	void theCallsOfASessionKeepTheirOrder() {
		this.alice.call("state.append", "{'state': 'db.a', 'value': 2}");
		this.alice.call("state.set", "{'state': 'db.a', 'value': 'last'}");
		this.alice.call("state.set", "{'state': 'other', 'value': 1}");
		assertThat(this.server.engine.names().all()).isEmpty();

		this.server.loaded("[1]");

		assertThat(this.alice.readAll(Frame.Result.class)).extracting(Frame.Result::data)
			.containsExactly(EngineClient.version(2), EngineClient.version(3), EngineClient.version(4));
		assertThat(this.server.value("db.a")).isEqualTo(json("'last'"));
	}

	@Test
	void theWritesOfTheHostKeepTheirOrder() {
		this.server.engine.host()
			.mutate("db.a", PathEdits.set(StatePath.parse("/x"), json("1")), null, PendingResult.NONE);
		this.server.engine.host().mutate("db.a", Edits.set(json("'last'")), null, PendingResult.NONE);
		this.server.engine.host().mutate("db.a", Edits.delete(), null, PendingResult.NONE);

		this.server.loaded("{}");

		assertThat(this.server.changes).hasSize(4);
		assertThat(this.server.engine.host().get("db.a")).isEmpty();
	}

	@Test
	void whatIsLoadedIsValidated() {
		EngineFixture strict = server(new MemoryJournal("epoch-1"),
				(builder) -> builder.validator((key, value) -> Optional.of("never")));
		EngineClient client = strict.connect();
		client.watch("db.a");

		strict.loaded("1");

		assertThat(client.readOnly(Frame.Error.class).code()).isEqualTo(503);
		assertThat(strict.application.failures()).hasSize(1);
		assertThat(strict.engine.host().get("db.a")).isEmpty();
	}

	@Test
	void aLargeValueIsLoaded() {
		this.alice.watch("db.a");

		this.server.loaded("'" + "x".repeat(200_000) + "'");

		assertThat(this.alice.readOnly(Frame.StateInit.class).initialized()).isTrue();
	}

	@Test
	void aWatchThatIsWithdrawnIsNotAnswered() {
		this.alice.watch("db.a", "db.b").unwatch("db.a");
		this.bob.watch("db.a");
		this.bob.hangUp();

		this.server.loaded("1");
		this.server.loaded("2");

		assertThat(this.alice.readOnly(Frame.StateInit.class).state()).isEqualTo("db.b");
		assertThat(this.server.engine.sessions()).singleElement()
			.satisfies((session) -> assertThat(session.watchedKeys()).isOne());
	}

	@Test
	void requestsThatAreWithdrawnLeaveNothing() {
		for (int i = 0; i < 1000; i++) {
			this.alice.watch("db.a").unwatch("db.a");
		}
		this.bob.watch("db.a");
		this.bob.hangUp();

		assertThat(this.server.application.loads().element().listener()).asString().endsWith(" for 0 waiters");
	}

	@Test
	void loadsAreBounded() {
		int keys = 10_000;
		String[] names = IntStream.range(0, keys).mapToObj((i) -> "db.k" + i).toArray(String[]::new);
		this.alice.watch(names);
		this.bob.watch(names);

		int asked = 0;
		while (loads() > 0) {
			assertThat(loads()).isLessThanOrEqualTo(64);
			this.server.loaded((asked % 2 == 0) ? "1" : null);
			asked++;
			this.alice.read();
			this.bob.read();
		}

		assertThat(asked).isEqualTo(keys);
		this.server.connect().watch(names).read();
		assertThat(loads()).isZero();
	}

	@Test
	void aSessionThatWaitsForManyKeysIsNotReadUntilTheyAreLoaded() {
		this.alice.watch(IntStream.range(0, 600).mapToObj((i) -> "db.k" + i).toArray(String[]::new));
		assertThat(this.alice.session.isCongested()).isTrue();

		int answered = 0;
		while (loads() > 0) {
			this.server.loaded("1");
			answered += this.alice.read().size();
		}

		assertThat(answered).isEqualTo(600);
		assertThat(this.alice.session.isCongested()).isFalse();
	}

	@Test
	void whenNoLoadEndsOthersAreRefusedAtOnce() {
		for (int i = 0; i < 70; i++) {
			this.alice.watch("db.k" + i);
		}
		this.server.pass(TIMEOUT);
		assertThat(this.alice.readAll(Frame.Error.class)).hasSize(70);

		this.alice.watch("db.another");
		assertThat(this.alice.readOnly(Frame.Error.class).code()).isEqualTo(503);
		assertThat(loads()).isEqualTo(64);

		this.server.loaded("1");
		this.alice.watch("db.another");
		assertThat(this.alice.read()).isEmpty();
		assertThat(loads()).isEqualTo(64);
	}

	@Test
	void aReloadReplacesTheValue() {
		this.server.set("db.a", "{'x': 1}");
		this.alice.watch("db.a").read();

		Answer answer = reload("db.a");
		this.bob.call("state.patch", "{'state': 'db.a', 'patch': {'y': 2}}");
		assertThat(this.bob.read()).isEmpty();
		this.server.loaded("{'x': 5}");

		assertThat(answer.version()).isEqualTo(2);
		assertThat(this.server.value("db.a")).isEqualTo(json("{'x': 5, 'y': 2}"));
		assertThat(this.alice.readAll(Frame.Delta.class)).extracting(Frame.Delta::version).containsExactly(2L, 3L);
	}

	@Test
	void aReloadOfWhatIsGoneDeletesTheKey() {
		this.server.set("copy.a", "1");

		Answer answer = reload("copy.a");
		this.server.loaded(null);

		assertThat(answer.version()).isEqualTo(2);
		assertThat(snapshot("copy.a").initialized()).isFalse();
	}

	@Test
	void aReloadBringsADeletedKeyBack() {
		this.server.set("copy.a", "1");
		this.server.delete("copy.a");

		reload("copy.a");
		this.server.loaded("2");

		assertThat(this.server.value("copy.a")).isEqualTo(json("2"));
	}

	@Test
	void aReloadThatFailsChangesNothing() {
		this.server.set("db.a", "1");

		Answer answer = reload("db.a");
		this.server.loadFailed();

		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(answer::version)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(503));
		assertThat(this.server.set("db.a", "2")).isEqualTo(2);
	}

	@Test
	void aReloadOfAKeyThatIsBeingLoadedIsOne() {
		this.alice.watch("db.a");
		Answer answer = reload("db.a");
		assertThat(loads()).isEqualTo(2);

		this.server.loaded("1");
		this.server.loaded("2");

		assertThat(answer.isDone()).isTrue();
		assertThat(this.server.value("db.a")).isEqualTo(json("2"));
		assertThat(this.alice.read().get(0)).isInstanceOf(Frame.StateInit.class);
	}

	@Test
	void aReloadIsRepeatedIfAnotherNodeWritesMeanwhile() {
		ManualJournal journal = new ManualJournal();
		EngineFixture node = server(journal, (builder) -> {
		});
		Answer answer = new Answer();
		node.engine.host().reload("db.a", answer);

		journal.commitForeign(ManualJournal.foreign("db.a", "7"));
		node.loaded("1");
		node.loaded("8");
		journal.commitAll();

		assertThat(answer.isDone()).isTrue();
		assertThat(node.changes).extracting(CommittedChange::value).containsExactly(json("7"), json("8"));
		assertThat(node.changes.get(0).origin()).isEqualTo(ChangeOrigin.OTHER_NODE);
	}

	@Test
	void aReloadNeedsALoader() {
		assertThatIllegalArgumentException().isThrownBy(() -> reload("other")).withMessageContaining("other");
	}

	private Answer reload(String key) {
		Answer answer = new Answer();
		this.server.engine.host().reload(key, answer);
		return answer;
	}

	@Test
	void theJournalKeepsNothingOfWhatIsKeptElsewhere() {
		ManualJournal journal = new ManualJournal();
		EngineFixture stored = server(journal, (builder) -> {
		});
		stored.engine.host().mutate("db.a", Edits.set(json("1")), null, PendingResult.NONE);
		stored.engine.host().mutate("copy.a", Edits.set(json("1")), null, PendingResult.NONE);
		stored.engine.host().mutate("a", Edits.set(json("1")), null, PendingResult.NONE);

		assertThat(journal.waiting()).extracting(Proposal::persistent).containsExactly(false, true, true);
	}

	/** The outcome of a read. */
	private record Read(List<Optional<StateSnapshot>> answers) implements PendingRead {

		@Override
		public void succeeded(Optional<StateSnapshot> snapshot) {
			this.answers.add(snapshot);
		}

		@Override
		public void failed(StateRejectedException reason) {
			throw reason;
		}

	}

}
