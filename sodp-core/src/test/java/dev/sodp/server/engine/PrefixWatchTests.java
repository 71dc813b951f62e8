// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** WATCH and RESUME of all keys with a prefix. */
class PrefixWatchTests {

	private final TestPolicy policy = new TestPolicy();

	private final EngineFixture server = new EngineFixture((builder) -> builder.backpressureLimit(8));

	private final EngineClient client = this.server.connect();

	private static List<String> keys(Stream<? extends Frame> frames) {
		return frames.filter(Frame.StateInit.class::isInstance)
			.map((frame) -> ((Frame.StateInit) frame).state())
			.toList();
	}

	private static List<String> keys(List<Frame> frames) {
		return keys(frames.stream());
	}

	private static Frame.StateInit end(List<Frame> frames) {
		Frame.StateInit last = (Frame.StateInit) frames.get(frames.size() - 1);
		assertThat(last.complete()).isTrue();
		return last;
	}

	private void set(String... keys) {
		for (String key : keys) {
			this.server.set(key, "1");
		}
	}

	private List<Frame> watch(String pattern) {
		return this.client.watch(pattern).read();
	}

	@Test
	void helloAnnouncesIt() {
		Frame.Hello hello = this.server.connect(Peer.remote("another")).readOnly(Frame.Hello.class);

		assertThat(hello.capabilities().has(Feature.PREFIX_WATCH)).isTrue();
	}

	@Test
	void eachKeyIsSentAndThenTheEnd() {
		set("game.b", "game.a", "game.a.x", "games", "game");

		List<Frame> frames = watch("game.*");

		assertThat(keys(frames)).containsExactly("game.a", "game.a.x", "game.b", "game.*");
		assertThat(end(frames)).satisfies((end) -> {
			assertThat(end.version()).isEqualTo(5);
			assertThat(end.value().isNull()).isTrue();
			assertThat(end.reset()).isFalse();
		});
	}

	@Test
	void anAsteriskIsAllKeys() {
		set("a", "b.c");

		assertThat(keys(watch("*"))).containsExactly("a", "b.c", "*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "game*", "*.game", "game.*.a", ".*", "game..*", "**", "ga me.*" })
	void whatIsNeitherAKeyNorAPrefixIsRefused(String pattern) {
		Frame.Error error = this.client.watch(pattern).readOnly(Frame.Error.class);

		assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
	}

	@Test
	void theViewIsSentOnTheStreamThatTheClientSuggests() {
		set("game.a");
		long suggested = Frame.FIRST_SUGGESTED_STREAM + 5;

		this.client.send(new Frame.Watch(suggested, 1, List.of("game.*"), null));

		assertThat(this.client.read()).hasSize(2).allMatch((frame) -> frame.stream() == suggested);
	}

	@Test
	void aStreamThatOtherKeysMayHaveIsNotTaken() {
		this.client.send(new Frame.Watch(500, 1, List.of("game.*"), null));

		assertThat(end(this.client.read()).stream()).isNotEqualTo(500);
	}

	@Test
	void aKeyThatComesChangesAndGoesIsSentAsDeltas() {
		watch("game.*");

		this.server.set("game.a", "{'n':1}");
		assertThat(this.client.readOnly(Frame.Delta.class)).satisfies((delta) -> {
			assertThat(delta.state()).isEqualTo("game.a");
			assertThat(delta.ops().get(0).atRoot()).isTrue();
		});
		this.server.setIn("game.a", "/n", "2");
		assertThat(this.client.readOnly(Frame.Delta.class).ops().get(0).path()).isEqualTo("/n");
		this.server.delete("game.a");
		assertThat(this.client.readOnly(Frame.Delta.class).ops().get(0).atRoot()).isTrue();
		set("games");
		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void aKeyThatIsWatchedTwiceIsSentOnce() {
		set("game.a");
		watch("game.*");
		watch("*");
		watch("game.a");

		this.server.set("game.a", "2");

		assertThat(this.client.read()).hasSize(1);
	}

	@Test
	void aSingleWatchOutlivesThatOfItsPrefix() {
		set("game.a");
		watch("game.*");
		watch("game.a");

		this.client.unwatch("game.*");
		this.server.set("game.a", "2");
		set("game.b");

		assertThat(this.client.readOnly(Frame.Delta.class).state()).isEqualTo("game.a");
	}

	@Test
	void thePrefixOutlivesASingleWatch() {
		set("game.a");
		watch("game.*");
		watch("game.a");

		this.client.unwatch("game.a");
		this.server.set("game.a", "2");

		assertThat(this.client.readOnly(Frame.Delta.class).state()).isEqualTo("game.a");
	}

	@Test
	void theViewIsPacedByTheQueue() {
		for (int i = 0; i < 100; i++) {
			set("game." + i);
		}
		this.client.watch("game.*");

		assertThat(this.client.session.outbox().size()).isLessThanOrEqualTo(4);
		assertThat(this.client.read()).hasSize(101);
	}

	@Test
	void whatChangesAheadOfTheCursorIsSentOnce() {
		for (int i = 10; i < 30; i++) {
			set("game." + i);
		}
		this.client.watch("game.*");
		this.server.set("game.29", "2");
		this.server.delete("game.28");
		set("game.27x");

		List<Frame> frames = this.client.read();

		assertThat(frames).noneMatch(Frame.Delta.class::isInstance).hasSize(21);
		assertThat(keys(frames)).doesNotContain("game.28").contains("game.27x");
	}

	@Test
	void resumeSendsWhatHasChanged() {
		set("game.a", "game.b", "game.c");
		long since = end(watch("game.*")).version();
		this.client.hangUp();
		this.server.set("game.b", "2");
		this.server.delete("game.a");
		set("other");

		EngineClient again = this.server.connect();
		List<Frame> frames = again.resume("game.*", since).read();

		assertThat(keys(frames)).containsExactly("game.b", "game.a", "game.*");
		assertThat(((Frame.StateInit) frames.get(1)).initialized()).isFalse();
		assertThat(end(frames).reset()).isFalse();
	}

	@Test
	void aDeletionAheadOfTheCursorOfAResumeIsReported() {
		for (int i = 10; i < 30; i++) {
			set("game." + i);
		}
		long since = end(watch("game.*")).version();
		this.client.hangUp();
		for (int i = 10; i < 30; i++) {
			this.server.set("game." + i, "2");
		}
		EngineClient again = this.server.connect();
		again.resume("game.*", since);
		this.server.delete("game.29");

		assertThat(again.read()).filteredOn((frame) -> ((Frame.StateInit) frame).state().equals("game.29"))
			.singleElement()
			.satisfies((frame) -> assertThat(((Frame.StateInit) frame).initialized()).isFalse());
	}

	@Test
	void resumeAfterDeletionsWereForgottenIsAFullView() {
		set("game.a", "game.b");
		long since = end(watch("game.*")).version();
		this.client.hangUp();
		this.server.delete("game.a");
		this.server.pass(Duration.ofMinutes(11));
		EngineClient again = this.server.connect();

		List<Frame> frames = again.resume("game.*", since).read();

		assertThat(keys(frames)).containsExactly("game.b", "game.*");
		assertThat(end(frames).reset()).isTrue();
	}

	@Test
	void resumeFromTheFutureIsAFullView() {
		set("game.a");

		assertThat(end(this.client.resume("game.*", 1_000).read()).reset()).isTrue();
	}

	@Test
	void parametersComeWithTheEnd() {
		this.client.send(new Frame.Watch(0, 1, List.of("game.*"), json("{'p':1}")));

		assertThat(end(this.client.read()).params()).isEqualTo(json("{'p':1}"));
	}

	@Test
	void aPrefixCountsAsOneKey() {
		EngineFixture small = new EngineFixture((builder) -> builder.maxKeysPerSession(1));
		small.set("game.a", "1");
		small.set("game.b", "1");
		EngineClient visitor = small.connect();

		assertThat(visitor.watch("game.*").read()).hasSize(3);
		assertThat(small.engine.sessions().get(0).watchedKeys()).isEqualTo(1);
		assertThat(visitor.watch("other").readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
	}

	@Test
	void aSessionThatEndsIsForgotten() {
		watch("game.*");
		this.client.hangUp();

		set("game.a");

		assertThat(this.client.session.outbox().size()).isZero();
	}

	@Test
	void keysThatMustNotBeReadAreSkippedAndAskedAboutOnce() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		limited.set("game.b", "1");
		this.policy.denied.add("game.a");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		visitor.answerQuestions();

		assertThat(keys(visitor.read())).containsExactly("game.b", "game.*");
		assertThat(this.policy.questions).containsExactly("anyone read game.a", "anyone read game.b");
		limited.set("game.a", "2");
		limited.set("game.b", "2");
		assertThat(visitor.readOnly(Frame.Delta.class).state()).isEqualTo("game.b");
		assertThat(this.policy.questions).hasSize(2);
	}

	@Test
	void aNewKeyIsSentOnceThePolicyHasAnswered() {
		EngineFixture limited = limited();
		this.policy.denied.add("game.secret");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*").read();

		limited.set("game.a", "1");
		limited.set("game.secret", "1");
		limited.set("game.a", "2");
		assertThat(visitor.read()).isEmpty();
		visitor.answerQuestions();

		Frame.StateInit init = visitor.readOnly(Frame.StateInit.class);
		assertThat(init.state()).isEqualTo("game.a");
		assertThat(init.value()).isEqualTo(json("2"));
	}

	@Test
	void thePrefixEndsWhenAKeyMustNotBeReadAnyLonger() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		visitor.answerQuestions();
		Frame.StateInit end = end(visitor.read());

		this.policy.denied.add("game.a");
		limited.accessChanged();
		visitor.answerQuestions();

		assertThat(visitor.readOnly(Frame.Error.class)).satisfies((error) -> {
			assertThat(error.code()).isEqualTo(ErrorCode.DENIED);
			assertThat(error.stream()).isEqualTo(end.stream());
			assertThat(error.message()).contains("'game.*'");
		});
		limited.set("game.a", "2");
		assertThat(visitor.read()).isEmpty();
	}

	@Test
	void aKeyThatMayBeReadFromNowOnIsSent() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		limited.set("game.b", "1");
		this.policy.denied.add("game.a");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		visitor.answerQuestions();
		visitor.read();

		this.policy.denied.clear();
		limited.accessChanged();
		visitor.answerQuestions();

		assertThat(visitor.readOnly(Frame.StateInit.class).state()).isEqualTo("game.a");
	}

	@Test
	void eachSessionIsCheckedAgainInAStepOfItsOwn() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		EngineClient first = watching(limited);
		EngineClient second = watching(limited);

		limited.engine.accessChanged();
		assertThat(first.questions).isEmpty();
		limited.engine.recheckPrefixes(first.session);

		assertThat(first.questions).hasSize(1);
		assertThat(second.questions).isEmpty();
	}

	@Test
	void aSessionThatHasEndedIsNotCheckedAgain() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		EngineClient visitor = watching(limited);
		List<Session> sessions = limited.engine.accessChanged();
		visitor.hangUp();

		sessions.forEach(limited.engine::recheckPrefixes);

		assertThat(sessions).hasSize(1);
		assertThat(visitor.questions).isEmpty();
	}

	@Test
	void anAnswerFromBeforeTheChangeIsCheckedAgain() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		EngineClient.Question old = visitor.questions.remove();
		this.policy.denied.add("game.a");
		List<Session> sessions = limited.engine.accessChanged();

		limited.engine.readable(visitor.session, old.number(), old.keys(), Set.of());
		Frame.StateInit end = end(visitor.read());
		sessions.forEach(limited.engine::recheckPrefixes);
		visitor.answerQuestions();

		assertThat(visitor.readOnly(Frame.Error.class)).satisfies((error) -> {
			assertThat(error.code()).isEqualTo(ErrorCode.DENIED);
			assertThat(error.stream()).isEqualTo(end.stream());
		});
	}

	@Test
	void resumeWithinRulesIsAFullViewAsRightsMayHaveChanged() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		EngineClient visitor = limited.connect();
		visitor.resume("game.*", 1);
		visitor.answerQuestions();

		List<Frame> frames = visitor.read();

		assertThat(keys(frames)).containsExactly("game.a", "game.*");
		assertThat(end(frames).reset()).isTrue();
	}

	@Test
	void anAnswerAboutAKeyThatIsGoneDoesNotCountForTheNextOne() {
		EngineFixture limited = limited();
		EngineClient visitor = limited.connect();
		visitor.watch("*").read();
		limited.set("game.a", "1");
		limited.delete("game.a");
		visitor.answerQuestions();
		limited.set("game.a", "2");

		visitor.watch("game.*");
		limited.delete("game.a");
		visitor.answerQuestions();

		assertThat(keys(visitor.read())).as("no value without its removal").containsExactly("game.*");
	}

	@Test
	void anAnswerToAnEarlierQuestionIsVoid() {
		EngineFixture limited = limited();
		limited.set("game.a", "1");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		EngineClient.Question old = visitor.questions.remove();
		this.policy.denied.add("game.a");
		limited.accessChanged();

		limited.engine.readable(visitor.session, old.number(), old.keys(), Set.of());
		visitor.answerQuestions();

		assertThat(keys(visitor.read())).containsExactly("game.*");
	}

	@Test
	void aPrefixWithTooManyKeysThatMustNotBeReadIsRefused() {
		EngineFixture limited = new EngineFixture((builder) -> builder.accessPolicy(this.policy).maxKeysPerSession(2));
		for (int i = 0; i < 3; i++) {
			limited.set("game." + i, "1");
			this.policy.denied.add("game." + i);
		}
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		visitor.answerQuestions();

		assertThat(visitor.readOnly(Frame.Error.class)).satisfies((error) -> {
			assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
			assertThat(error.message()).isEqualTo("There are more than 2 keys below 'game.*' that must not be read");
		});
	}

	@Test
	void aSessionMayWatchFewPrefixes() {
		for (int i = 0; i < SessionPrefixes.MOST_WATCHES; i++) {
			watch("p" + i + ".*");
		}

		assertThat(this.client.watch("more.*").readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
		this.client.unwatch("p0.*");
		assertThat(end(watch("more.*")).complete()).isTrue();
	}

	@Test
	void whatIsNoNewsIsPassedInSeveralSteps() {
		for (int i = 0; i < 2_000; i++) {
			set("game." + i);
		}

		this.client.resume("game.*", 2_000);

		assertThat(this.client.later).isEqualTo(1);
		assertThat(this.client.read()).isEmpty();
		while (this.client.session.isWaiting()) {
			this.server.engine.proceed(this.client.session);
		}
		assertThat(keys(this.client.read())).containsExactly("game.*");
	}

	@Test
	void aKeyThatIsDeletedAgainAndAgainAheadOfTheCursorIsReportedOnce() {
		for (int i = 10; i < 30; i++) {
			set("game." + i);
		}
		long since = end(watch("game.*")).version();
		this.client.hangUp();
		for (int i = 10; i < 30; i++) {
			this.server.set("game." + i, "2");
		}
		EngineClient again = this.server.connect();
		again.resume("game.*", since);
		for (int i = 0; i < 100; i++) {
			this.server.delete("game.29");
			set("game.29");
		}
		this.server.delete("game.29");

		assertThat(keys(again.read())).filteredOn("game.29"::equals).hasSize(1);
	}

	@Test
	void theRightIsTakenAwayEvenFromAClientThatHardlyReads() {
		EngineFixture limited = new EngineFixture((builder) -> builder.accessPolicy(this.policy).backpressureLimit(8));
		limited.set("game.a", "1");
		EngineClient slow = limited.connect();
		slow.watch("game.*");
		slow.answerQuestions();
		slow.read();
		for (int i = 0; i < 6; i++) {
			limited.set("game.a", "'before " + i + "'");
		}

		this.policy.denied.add("game.a");
		limited.accessChanged();
		slow.answerQuestions();
		limited.set("game.a", "'after'");

		List<Frame> frames = slow.read();
		assertThat(frames).filteredOn(Frame.Delta.class::isInstance).hasSize(6);
		assertThat(frames.get(6)).isInstanceOfSatisfying(Frame.Error.class,
				(error) -> assertThat(error.code()).isEqualTo(ErrorCode.DENIED));
		assertThat(frames).hasSize(7);
	}

	@Test
	void deniedKeysThatAreGoneDoNotCount() {
		EngineFixture limited = new EngineFixture((builder) -> builder.accessPolicy(this.policy).maxKeysPerSession(2));
		EngineClient visitor = limited.connect();
		visitor.watch("game.*").read();
		for (int i = 0; i < 5; i++) {
			this.policy.denied.add("game." + i);
			limited.set("game." + i, "1");
			visitor.answerQuestions();
			limited.delete("game." + i);
		}

		assertThat(visitor.read()).isEmpty();
	}

	@Test
	void whatThePrefixHasBroughtIsNotReplayed() {
		set("game.a");
		long since = this.server.version("game.a");
		this.server.set("game.a", "2");
		watch("game.*");

		assertThat(this.client.resume("game.a", since).read()).singleElement().isInstanceOf(Frame.StateInit.class);
	}

	@Test
	void aPrefixThatIsWatchedAgainHasNotEnded() {
		EngineFixture limited = new EngineFixture(
				(builder) -> builder.accessPolicy(this.policy).loaders(List.of(new TestLoader())));
		limited.set("game.a", "1");
		EngineClient visitor = limited.connect();
		visitor.watch("game.*");
		visitor.answerQuestions();
		visitor.read();
		visitor.call("state.patch", "{'state':'db.x','patch':{'n':1}}");
		this.policy.denied.add("game.a");
		limited.accessChanged();
		visitor.answerQuestions();

		visitor.watch("game.*");
		visitor.answerQuestions();
		limited.loaded(null);

		assertThat(visitor.read()).hasSize(2).noneMatch(Frame.Error.class::isInstance);
	}

	private static EngineClient watching(EngineFixture server) {
		EngineClient visitor = server.connect();
		visitor.watch("game.*");
		visitor.answerQuestions();
		visitor.read();
		return visitor;
	}

	private EngineFixture limited() {
		return new EngineFixture((builder) -> builder.accessPolicy(this.policy));
	}

}
