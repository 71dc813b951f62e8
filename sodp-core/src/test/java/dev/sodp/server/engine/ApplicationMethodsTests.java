// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpMethodHandler;
import dev.sodp.server.StateRejectedException;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Methods of the application beside the built-in ones. */
class ApplicationMethodsTests {

	private static final SodpMethodHandler HANDLER = (call) -> {
		throw new UnsupportedOperationException("A test answers in its place");
	};

	private final TestPolicy policy = new TestPolicy();

	private final EngineFixture server = new EngineFixture((builder) -> builder.accessPolicy(this.policy)
		.methods(Map.of("cart.checkout", HANDLER, "cart.clear", HANDLER))
		.methodTimeout(Duration.ofSeconds(5)));

	private final EngineClient client = this.server.connect();

	/** Sessions that call as much as they may. */
	private final List<EngineClient> greedy = new ArrayList<>();

	private Frame.Result result() {
		return this.client.readOnly(Frame.Result.class);
	}

	@Test
	void theMethodIsGivenItsArgumentsAndTheSession() {
		SodpIdentity alice = new SodpIdentity("alice", Map.of(), null);
		EngineClient known = this.server.connect(Peer.remote("10.1.2.3:4"), alice);

		known.call("cart.checkout", "{'coupon':'X'}");

		MethodInvocation call = this.server.application.invocations().element().call();
		assertThat(call.method()).isEqualTo("cart.checkout");
		assertThat(call.arguments()).isEqualTo(json("{'coupon':'X'}"));
		assertThat(call.identity()).isSameAs(alice);
		assertThat(call.session().peer()).isEqualTo("10.1.2.3:4");
	}

	@Test
	void whatItReturnsIsTheDataOfTheResult() {
		String id = this.client.call("cart.checkout", "{}");
		this.server.returned("{'order':7}");

		assertThat(result()).satisfies((result) -> {
			assertThat(result.callId()).isEqualTo(id);
			assertThat(result.success()).isTrue();
			assertThat(result.data()).isEqualTo(json("{'order':7}"));
		});
	}

	@Test
	void callsOfASessionOverlap() {
		String first = this.client.call("cart.checkout", "{}");
		String second = this.client.call("cart.clear", "{}");
		assertThat(this.client.result("state.set", "{'state':'a','value':1}").success()).isTrue();

		this.server.application.invocations().addLast(this.server.application.invocations().removeFirst());
		this.server.returned("2");
		this.server.returned("1");

		assertThat(this.client.readAll(Frame.Result.class).map(Frame.Result::callId)).containsExactly(second, first);
	}

	@Test
	void anUnknownMethodIsRefusedWithoutAskingThePolicy() {
		assertThat(this.client.result("cart.steal", "{}")).satisfies((result) -> {
			assertThat(result.code()).isEqualTo(ErrorCode.UNKNOWN_METHOD);
			assertThat(result.data().stringValue()).isEqualTo("There is no method 'cart.steal'");
		});
		assertThat(this.policy.questions).isEmpty();
	}

	@Test
	void aMethodThatIsDeniedIsNotCalled() {
		this.policy.denied.add("cart.checkout");

		assertThat(this.client.result("cart.checkout", "{}").code()).isEqualTo(ErrorCode.DENIED);
		assertThat(this.server.application.invocations()).isEmpty();
	}

	@Test
	void aKeyInItsArgumentsHasToBeWritable() {
		this.policy.denied.add("a");

		Frame.Result result = this.client.result("cart.checkout", "{'state':'a'}");

		assertThat(result.code()).isEqualTo(ErrorCode.DENIED);
		assertThat(this.policy.questions).containsExactly("anyone call cart.checkout", "anyone write a");
	}

	@Test
	void oneThatIsAddedLaterCanBeCalled() {
		this.server.engine.addMethod("cart.count", HANDLER);

		this.client.call("cart.count", "{}");
		this.server.returned("3");

		assertThat(result().data()).isEqualTo(json("3"));
	}

	@Test
	void oneThatIsAddedLaterIsNotCalledWithoutAskingThePolicy() {
		this.policy.denied.add("cart.count");
		Inbound call = new Inbound.Decoded(new Frame.Call(0, 1, "1", "cart.count", json("{}")));
		Verdict verdict = this.server.engine.access().ask(this.client.session, call);

		this.server.engine.addMethod("cart.count", HANDLER);

		assertThat(this.server.engine.received(this.client.session, call, verdict)).isFalse();
		assertThat(this.client.result("cart.count", "{}").code()).isEqualTo(ErrorCode.DENIED);
	}

	@Test
	void aNameIsTakenOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.engine.addMethod("cart.clear", HANDLER))
			.withMessage("There is a method 'cart.clear' already");
	}

	@Test
	void thePolicyIsNotAskedWhetherBuiltInMethodsMayBeCalled() {
		this.client.result("state.set", "{'state':'a','value':1}");

		assertThat(this.policy.questions).containsExactly("anyone write a");
	}

	@Test
	void aRefusalReachesTheClient() {
		this.client.call("cart.checkout", "{}");
		this.server.returnedWith(new SodpCallException(409, "The cart is empty"));

		assertThat(result()).satisfies((result) -> {
			assertThat(result.success()).isFalse();
			assertThat(result.code()).isEqualTo(409);
			assertThat(result.data().stringValue()).isEqualTo("The cart is empty");
		});
		assertThat(this.client.failures).isEmpty();
	}

	@Test
	void theRefusalOfAWriteReachesTheClient() {
		this.client.call("cart.checkout", "{}");
		this.server.returnedWith(new StateRejectedException(ErrorCode.SCHEMA, "/n: too large"));

		assertThat(result().code()).isEqualTo(ErrorCode.SCHEMA);
	}

	@Test
	void anyOtherFailureIsLoggedAndNotDescribed() {
		this.client.call("cart.checkout", "{}");
		this.server.returnedWith(new IllegalStateException("password of the database"));

		assertThat(result()).satisfies((result) -> {
			assertThat(result.code()).isEqualTo(ErrorCode.INTERNAL);
			assertThat(result.data().stringValue()).isEqualTo("The server failed");
		});
		assertThat(this.client.failures).containsExactly("cart.checkout");
	}

	@Test
	void oneThatDoesNotAnswerInTimeIsOfUnknownOutcome() {
		this.client.call("cart.checkout", "{}");
		this.server.pass(Duration.ofSeconds(5));

		assertThat(result()).satisfies((result) -> {
			assertThat(result.code()).isEqualTo(ErrorCode.TIMEOUT);
			assertThat(result.data().stringValue())
				.isEqualTo("The method 'cart.checkout' has not answered within 5000 ms");
		});
		assertThat(this.client.failures).containsExactly("cart.checkout");
		this.server.returned("1");
		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void itsTimeBeginsWithTheArrivalOfTheCall() {
		for (int i = 0; i < SessionCalls.MOST_METHODS; i++) {
			this.client.call("cart.checkout", "{}");
		}
		String waiting = this.client.call("cart.clear", "{}");
		this.server.pass(Duration.ofSeconds(3));
		this.server.returned("1");
		this.client.read();

		this.server.pass(Duration.ofSeconds(2));

		assertThat(this.client.readAll(Frame.Result.class)).hasSize(SessionCalls.MOST_METHODS)
			.filteredOn((result) -> result.callId().equals(waiting))
			.singleElement()
			.extracting(Frame.Result::code)
			.isEqualTo(ErrorCode.TIMEOUT);
	}

	@Test
	void oneForWhichThereIsNoThreadInTimeIsNeverCalled() {
		this.server.application.busy = true;
		this.client.call("cart.checkout", "{}");
		Invocation invocation = this.server.application.invocations().remove();

		this.server.pass(Duration.ofSeconds(5));

		assertThat(result()).satisfies((result) -> {
			assertThat(result.code()).isEqualTo(ErrorCode.UNAVAILABLE);
			assertThat(result.data().stringValue())
				.isEqualTo("The server was too busy to call the application within 5000 ms");
		});
		assertThat(this.client.limits).hasSize(1);
		assertThat(this.server.engine.begins(invocation)).isFalse();
	}

	@Test
	void oneForWhichAThreadComesTooLateIsNotCalledEvenIfTheTimerIsLateAsWell() {
		this.server.application.busy = true;
		this.client.call("cart.checkout", "{}");
		this.server.clock.advance(Duration.ofSeconds(5));

		assertThat(this.server.engine.begins(this.server.application.invocations().remove())).isFalse();

		assertThat(result().code()).isEqualTo(ErrorCode.UNAVAILABLE);
	}

	@Test
	void oneThatIsNotCalledKeepsItsPlaceUntilAThreadComesToIt() {
		this.server.application.busy = true;
		fill(8);
		List<Invocation> late = List.copyOf(this.server.application.invocations());
		this.server.application.invocations().clear();
		this.server.pass(Duration.ofSeconds(5));
		assertThat(this.client.result("cart.clear", "{}").code()).isEqualTo(ErrorCode.UNAVAILABLE);

		assertThat(late).noneMatch(this.server.engine::begins);

		this.client.call("cart.clear", "{}");
		assertThat(this.server.engine.begins(this.server.application.invocations().element())).isTrue();
		this.server.returned("1");
		assertThat(result().success()).isTrue();
	}

	@Test
	void oneThatWaitsTooLongForAPlaceIsNeverCalled() {
		fill(7);
		for (int i = 0; i < SessionCalls.MOST_METHODS - 1; i++) {
			this.client.call("cart.checkout", "{}");
		}
		EngineClient greedy = this.greedy.get(0);
		this.server.pass(Duration.ofSeconds(3));
		String waiting = greedy.call("cart.clear", "{}");
		this.server.pass(Duration.ofSeconds(1));
		this.client.call("cart.checkout", "{}");
		greedy.read();

		this.server.pass(Duration.ofSeconds(4));

		assertThat(greedy.readAll(Frame.Result.class)).filteredOn((result) -> result.callId().equals(waiting))
			.singleElement()
			.satisfies((result) -> {
				assertThat(result.code()).isEqualTo(ErrorCode.UNAVAILABLE);
				assertThat(result.data().stringValue()).contains("too busy");
			});
	}

	/** Has so many sessions call as much as they may. */
	private void fill(int sessions) {
		for (int session = 0; session < sessions; session++) {
			EngineClient next = this.server.connect();
			for (int i = 0; i < SessionCalls.MOST_METHODS; i++) {
				next.call("cart.checkout", "{}");
			}
			this.greedy.add(next);
		}
	}

	@Test
	void aFewOfASessionRunAtATime() {
		for (int i = 0; i < 20; i++) {
			this.client.call("cart.checkout", "{}");
		}
		assertThat(this.server.application.invocations()).hasSize(SessionCalls.MOST_METHODS);

		this.server.returned("1");

		assertThat(result().success()).isTrue();
		assertThat(this.server.application.invocations()).hasSize(SessionCalls.MOST_METHODS);
	}

	@Test
	void aFewOfAllSessionsRunAtATimeAndEachHasItsTurn() {
		for (int session = 0; session < 9; session++) {
			EngineClient greedy = this.server.connect();
			for (int i = 0; i < 20; i++) {
				greedy.call("cart.checkout", "{}");
			}
		}
		this.client.call("cart.clear", "{}");
		assertThat(this.server.application.invocations()).hasSize(64);

		for (int i = 0; i < 9; i++) {
			this.server.returned("1");
		}

		assertThat(this.server.application.invocations()).hasSize(64)
			.anyMatch((invocation) -> invocation.call().method().equals("cart.clear"));
	}

	@Test
	void callsThatWaitForOthersOfTheirSessionAreRefusedWhenTheServerCloses() {
		for (int i = 0; i < 500; i++) {
			this.client.call("cart.checkout", "{}");
		}

		this.server.engine.abandonApplication();

		assertThat(this.client.readAll(Frame.Result.class)).hasSize(500).noneMatch(Frame.Result::success);
	}

	@Test
	void theyCountAsUnansweredCalls() {
		for (int i = 0; i < UnansweredCalls.MOST_OF_A_SESSION; i++) {
			this.client.call("cart.checkout", "{}");
		}
		assertThat(this.client.session.isSuspended()).isTrue();

		this.server.returned("1");

		assertThat(this.client.session.isSuspended()).isFalse();
	}

	@Test
	void aSessionThatEndsIsNotAnswered() {
		this.client.call("cart.checkout", "{}");
		this.client.hangUp();

		this.server.returned("1");

		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void theDeltaOfAWriteBeforeItComesFirst() {
		this.client.watch("a").read();
		this.client.call("cart.checkout", "{}");

		this.server.set("a", "1");
		this.server.returned("1");

		List<Frame> frames = this.client.read();
		assertThat(frames).hasSize(2);
		assertThat(frames.get(0)).isInstanceOf(Frame.Delta.class);
		assertThat(frames.get(1)).isInstanceOf(Frame.Result.class);
	}

}
