// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the access policy is asked, and what follows from its answers. */
class AccessTests {

	private final TestPolicy policy = new TestPolicy();

	private final EngineFixture server = new EngineFixture(
			(builder) -> builder.accessPolicy(this.policy).loaders(List.of(new TestLoader())));

	private final EngineClient client = this.server.connect();

	/** Keys about which the policy does not answer. */
	private final List<String> unanswered = new ArrayList<>();

	private EngineFixture oneRequestASecond() {
		return new EngineFixture((builder) -> builder.accessPolicy(this.policy).watchesPerSecond(1).writesPerSecond(1));
	}

	private Frame.Error error() {
		return this.client.readOnly(Frame.Error.class);
	}

	/**
	 * The policy's answers have changed; subscriptions are checked as the server does.
	 */
	private int recheck() {
		int ended = 0;
		for (Session session : this.server.engine.accessChanged()) {
			Set<String> denied = this.server.engine.access()
				.unreadable(session, this.server.engine.keys(session), (key, failure) -> this.unanswered.add(key));
			ended += this.server.engine.revoke(session, denied);
		}
		return ended;
	}

	private void deny(String... names) {
		this.policy.denied.addAll(List.of(names));
	}

	@Test
	void itIsAskedOnceAboutEachKeyOfAWatch() {
		this.client.watch("a", "b", "a");

		assertThat(this.policy.questions).containsExactlyInAnyOrder("anyone read a", "anyone read b");
	}

	@Test
	void aDenialIsTheSameWhetherOrNotTheKeyExists() {
		deny("a", "b");
		this.server.set("a", "1");

		Frame.Error existing = this.client.watch("a").readOnly(Frame.Error.class);
		Frame.Error absent = this.client.watch("b").readOnly(Frame.Error.class);

		assertThat(absent.message().replace("'b'", "'a'")).isEqualTo(existing.message());
		assertThat(absent.code()).isEqualTo(existing.code()).isEqualTo(ErrorCode.DENIED);
		assertThat(absent.stream()).isEqualTo(existing.stream());
	}

	@Test
	void aDeniedKeyIsNotLoaded() {
		deny("db.a");

		this.client.watch("db.a");

		assertThat(this.server.application.loads()).isEmpty();
		assertThat(error().code()).isEqualTo(ErrorCode.DENIED);
	}

	@Test
	void itIsNotAskedAboutWhatIsNoKey() {
		this.client.watch("no key");

		assertThat(error().code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(this.policy.questions).isEmpty();
	}

	@Test
	void itIsNotAskedAboutTrustedSessions() {
		deny("a");

		EngineClient trusted = this.server.connect(Peer.trusted("application"));
		trusted.read();

		assertThat(trusted.result("state.set", "{'state':'a','value':1}").success()).isTrue();
		assertThat(this.policy.questions).isEmpty();
	}

	@Test
	void itIsNotAskedAboutSessionsThatAreNotAuthenticated() {
		EngineFixture secured = new EngineFixture(
				(builder) -> builder.accessPolicy(this.policy).authenticator((token) -> new CompletableFuture<>()));

		EngineClient anonymous = secured.connect();
		anonymous.watch("a");

		assertThat(anonymous.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
		assertThat(this.policy.questions).isEmpty();
	}

	@Test
	void itLearnsTheIdentityOfTheUpgrade() {
		SodpIdentity alice = new SodpIdentity("alice", Map.of(), null);
		EngineClient known = this.server.connect(Peer.remote("alice"), alice);

		known.watch("a");

		assertThat(this.policy.questions).containsExactly("alice read a");
	}

	@Test
	void aPolicyThatFailsDenies() {
		this.policy.failure = new IllegalStateException("No directory");

		Frame.Result result = this.client.result("state.set", "{'state':'a','value':1}");

		assertThat(result.code()).isEqualTo(ErrorCode.DENIED);
		assertThat(result.data().stringValue()).isEqualTo("Not allowed to write 'a'");
		assertThat(this.client.failures).containsExactly("The access policy");
	}

	@Test
	void aPolicyThatFailsWithAnErrorDenies() {
		EngineFixture broken = new EngineFixture((builder) -> builder.accessPolicy(new AccessPolicy() {
			@Override
			public boolean canRead(@Nullable SodpIdentity identity, String key) {
				throw new NoClassDefFoundError("thrown on purpose");
			}

			@Override
			public boolean canWrite(@Nullable SodpIdentity identity, String key) {
				return true;
			}
		}));

		EngineClient visitor = broken.connect().watch("a");

		assertThat(visitor.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.DENIED);
		assertThat(visitor.failures).containsExactly("The access policy");
	}

	@Test
	void aVerdictThatHasAgedDoesNotCount() {
		Inbound watch = new Inbound.Decoded(new Frame.Watch(0, 1, List.of("a"), null));
		Verdict verdict = this.server.engine.access().ask(this.client.session, watch);

		this.server.engine.accessChanged();

		assertThat(this.server.engine.received(this.client.session, watch, verdict)).isFalse();
		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void itIsNotAskedAboutWatchesBeyondTheRate() {
		EngineClient greedy = oneRequestASecond().connect();

		greedy.watch("a").watch("b").resume("c", 1);

		assertThat(this.policy.questions).containsExactly("anyone read a");
		assertThat(greedy.readAll(Frame.Error.class)).extracting(Frame.Error::code)
			.containsExactly(ErrorCode.RATE_LIMITED, ErrorCode.RATE_LIMITED);
	}

	@Test
	void itIsNotAskedAboutCallsBeyondTheRate() {
		EngineClient greedy = oneRequestASecond().connect();

		greedy.call("state.set", "{'state':'a','value':1}");
		greedy.call("state.set", "{'state':'b','value':1}");

		assertThat(this.policy.questions).containsExactly("anyone write a");
		assertThat(greedy.readAll(Frame.Result.class)).extracting(Frame.Result::code)
			.containsExactly(null, ErrorCode.RATE_LIMITED);
	}

	@Test
	void aMessageCountsOnceHoweverOftenItIsAsked() {
		EngineFixture strict = oneRequestASecond();
		EngineClient visitor = strict.connect();
		Inbound watch = new Inbound.Decoded(new Frame.Watch(0, 1, List.of("a"), null));
		Verdict verdict = strict.engine.access().ask(visitor.session, watch);
		strict.engine.accessChanged();
		assertThat(strict.engine.received(visitor.session, watch, verdict)).isFalse();

		Verdict second = strict.engine.access().askAgain(visitor.session, watch, verdict);

		assertThat(strict.engine.received(visitor.session, watch, second)).isTrue();
		assertThat(visitor.readOnly(Frame.StateInit.class).state()).isEqualTo("a");
		assertThat(visitor.watch("b").readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
	}

	@Test
	void aMessageThatIsAskedAboutOnceTheSessionIsAuthenticatedCounts() {
		EngineFixture secured = new EngineFixture(
				(builder) -> builder.watchesPerSecond(1).authenticator((token) -> new CompletableFuture<>()));
		EngineClient alice = secured.connect().send(new Frame.Auth(0, 1, "secret"));
		Inbound watch = new Inbound.Decoded(new Frame.Watch(0, 1, List.of("a"), null));
		Verdict verdict = secured.engine.access().ask(alice.session, watch);
		alice.accept(new SodpIdentity("alice", Map.of(), null));
		alice.read();
		assertThat(secured.engine.received(alice.session, watch, verdict)).isFalse();

		Verdict second = secured.engine.access().askAgain(alice.session, watch, verdict);
		assertThat(secured.engine.received(alice.session, watch, second)).isTrue();
		alice.watch("b");

		List<Frame> frames = alice.read();
		assertThat(frames).hasSize(2);
		assertThat(frames.get(0)).isInstanceOf(Frame.StateInit.class);
		assertThat(frames.get(1)).isInstanceOfSatisfying(Frame.Error.class,
				(error) -> assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED));
	}

	@Test
	void aVerdictAboutNoOneDoesNotCountOnceTheSessionIsAuthenticated() {
		EngineFixture secured = new EngineFixture(
				(builder) -> builder.accessPolicy(this.policy).authenticator((token) -> new CompletableFuture<>()));
		EngineClient alice = secured.connect().send(new Frame.Auth(0, 1, "secret"));
		Inbound watch = new Inbound.Decoded(new Frame.Watch(0, 1, List.of("a"), null));
		Verdict verdict = secured.engine.access().ask(alice.session, watch);

		alice.accept(new SodpIdentity("alice", Map.of(), null));

		assertThat(secured.engine.received(alice.session, watch, verdict)).isFalse();
	}

	@Test
	void whatIsNoLongerAllowedEnds() {
		this.server.set("a", "1");
		this.server.set("b", "1");
		long stream = this.client.watch("a").readOnly(Frame.StateInit.class).stream();
		this.client.watch("b").read();

		deny("a");

		assertThat(recheck()).isEqualTo(1);
		assertThat(error()).satisfies((error) -> {
			assertThat(error.code()).isEqualTo(ErrorCode.DENIED);
			assertThat(error.stream()).isEqualTo(stream);
			assertThat(error.message()).contains("'a'");
		});
		this.server.set("a", "2");
		assertThat(this.client.read()).isEmpty();
		this.server.set("b", "2");
		assertThat(this.client.readOnly(Frame.Delta.class).version()).isEqualTo(this.server.version("b"));
	}

	@Test
	void itIsNotReportedWhileACallIsUnanswered() {
		this.client.watch("a").read();
		String call = this.client.call("state.patch", "{'state':'db.x','patch':{'n':1}}");
		deny("a");

		recheck();

		assertThat(this.client.read()).isEmpty();
		this.server.loaded(null);
		List<Frame> frames = this.client.read();
		assertThat(frames).hasSize(2);
		assertThat(frames.get(0)).isInstanceOfSatisfying(Frame.Result.class,
				(result) -> assertThat(result.callId()).isEqualTo(call));
		assertThat(frames.get(1)).isInstanceOf(Frame.Error.class);
	}

	@Test
	void itIsReportedAfterTenSecondsAtTheLatest() {
		EngineFixture slow = new EngineFixture((builder) -> builder.accessPolicy(this.policy)
			.loadTimeout(Duration.ofMinutes(1))
			.loaders(List.of(new TestLoader())));
		EngineClient waiting = slow.connect();
		waiting.watch("a").read();
		waiting.call("state.patch", "{'state':'db.x','patch':{'n':1}}");
		slow.engine.accessChanged().forEach((session) -> slow.engine.revoke(session, Set.of("a")));

		slow.pass(Duration.ofMillis(9_999));
		assertThat(waiting.read()).isEmpty();
		slow.pass(Duration.ofMillis(1));

		assertThat(waiting.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.DENIED);
	}

	@Test
	void itIsNotReportedToAClientThatNoLongerWantsTheKey() {
		this.client.watch("a").read();
		this.client.call("state.patch", "{'state':'db.x','patch':{'n':1}}");
		deny("a");
		recheck();

		this.client.unwatch("a");
		this.server.loaded(null);

		assertThat(this.client.readOnly(Frame.Result.class).success()).isTrue();
	}

	@Test
	void aKeyThatIsAllowedAgainAndWatchedAgainHasNotEnded() {
		this.client.watch("a").read();
		this.client.call("state.patch", "{'state':'db.x','patch':{'n':1}}");
		deny("a");
		recheck();

		this.policy.denied.clear();
		recheck();
		this.client.watch("a");
		this.server.loaded(null);

		assertThat(this.client.read()).hasSize(2).noneMatch(Frame.Error.class::isInstance);
	}

	@Test
	void aRequestThatWaitsForItsKeyIsRefused() {
		this.client.watch("db.a");
		deny("db.a");

		assertThat(recheck()).isZero();

		assertThat(error().code()).isEqualTo(ErrorCode.DENIED);
		this.server.loaded("1");
		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void requestsThatWaitForRoomAreRefused() {
		String[] keys = new String[5_000];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = "key" + i;
		}
		this.client.watch(keys);
		deny(keys);

		int ended = recheck();

		assertThat(ended).isPositive();
		List<Frame> frames = this.client.read();
		assertThat(frames).filteredOn(Frame.StateInit.class::isInstance).hasSize(ended);
		assertThat(frames).filteredOn(Frame.Error.class::isInstance).hasSize(keys.length);
	}

	@Test
	void aPolicyThatFailsWhenAskedAgainEndsNothing() {
		this.client.watch("a").read();
		this.policy.failure = new IllegalStateException("No directory");

		assertThat(recheck()).isZero();

		assertThat(this.unanswered).containsExactly("a");
		this.server.set("a", "1");
		assertThat(this.client.readOnly(Frame.Delta.class).version()).isEqualTo(this.server.version("a"));
	}

}
