// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SodpMethodHandler;
import dev.sodp.server.StateRejectedException;

/** Has methods of the application called; a few calls of a session may overlap. */
final class ApplicationMethods {

	private final CallSlots<Invocation> slots;

	private final UnansweredCalls unanswered;

	ApplicationMethods(CallSlots<Invocation> slots, UnansweredCalls unanswered) {
		this.slots = slots;
		this.unanswered = unanswered;
	}

	/** One of them. */
	Method method(SodpMethodHandler handler) {
		return (reply, verdict) -> {
			check(reply, verdict);
			this.unanswered.received(reply.session(), reply.size());
			MethodInvocation call = new MethodInvocation(reply.call().method(), reply.call().args(),
					reply.session().info());
			new Answer(handler, call, reply).await();
		};
	}

	private static void check(Reply reply, Verdict verdict) {
		if (verdict.methodDenied()) {
			throw new StateRejectedException(ErrorCode.DENIED, "Not allowed to call '" + reply.call().method() + "'");
		}
		if (!verdict.deniedKeys().isEmpty()) {
			throw new StateRejectedException(ErrorCode.DENIED,
					"Not allowed to write '" + verdict.deniedKeys().iterator().next() + "'");
		}
	}

	/** The answer to one call. */
	private final class Answer implements ApplicationCall.Listener {

		private final Reply reply;

		private final Invocation invocation;

		Answer(SodpMethodHandler handler, MethodInvocation call, Reply reply) {
			this.reply = reply;
			this.invocation = new Invocation(handler, call, this);
		}

		/** Whoever calls waits from now on. */
		void await() {
			ApplicationMethods.this.slots.expect(this.invocation);
			this.reply.session().calls().begin(() -> ApplicationMethods.this.slots.add(this.invocation));
		}

		@Override
		public void answered() {
			Throwable failure = this.invocation.failure();
			if (failure == null) {
				this.reply.succeeded(this.invocation.data());
				end();
			}
			else {
				fail(failure);
			}
		}

		@Override
		public void notMade(StateRejectedException reason) {
			this.reply.session().port().limited(String.valueOf(reason.getMessage()));
			fail(reason);
		}

		@Override
		public void givenUp(String since) {
			String method = this.reply.call().method();
			StateRejectedException unknown = new StateRejectedException(ErrorCode.TIMEOUT,
					"The method '" + method + "' has not answered " + since);
			this.reply.session().port().failed(method, unknown);
			fail(unknown);
		}

		private void fail(Throwable failure) {
			this.reply.failed(failure);
			end();
		}

		private void end() {
			ApplicationMethods.this.unanswered.answered(this.reply.session(), this.reply.size());
			this.reply.session().calls().methodEnded();
		}

	}

}
