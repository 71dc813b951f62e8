// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.engine.Involvement.Consent;
import org.jspecify.annotations.Nullable;

/**
 * Asks interceptors about mutations, once each.
 */
final class Interceptions {

	private final List<StateMutationInterceptor> interceptors;

	private final ApplicationCalls calls;

	private final CallSlots<Interception> slots;

	Interceptions(List<StateMutationInterceptor> interceptors, ApplicationCalls calls, CallSlots<Interception> slots) {
		this.interceptors = interceptors;
		this.calls = calls;
		this.slots = slots;
	}

	/**
	 * Finds out who has to be asked about a mutation.
	 * @param pending a mutation that has not begun
	 */
	void involve(PendingMutation pending) {
		boolean called = pending.origin() == ChangeOrigin.SESSION || pending.origin() == ChangeOrigin.HOST;
		if (called && !this.interceptors.isEmpty()) {
			pending.involvement().interceptors(supporting(pending.key()));
		}
	}

	/** If one of them cannot say so, the mutation fails as if it had been asked. */
	private List<StateMutationInterceptor> supporting(String key) {
		try {
			return this.interceptors.stream().filter((interceptor) -> interceptor.supports(key)).toList();
		}
		catch (Throwable ex) {
			return List.of((mutation) -> {
				throw new IllegalStateException("An interceptor does not say whether it supports '" + key + "'", ex);
			});
		}
	}

	/**
	 * Asks about a mutation.
	 * @param pending the mutation
	 * @param entry its key
	 * @param trial what it makes of the committed value
	 * @param consultation is given the answer
	 */
	void ask(PendingMutation pending, KeyEntry entry, Evaluation trial, Consultation consultation) {
		pending.involvement().consent(Consent.ASKED);
		new Question(pending, entry.snapshot(), trial, consultation).ask();
	}

	/** The asking of all interceptors about one mutation. */
	private final class Question implements ApplicationCall.Listener {

		private final PendingMutation pending;

		private final Consultation consultation;

		private final Interception interception;

		Question(PendingMutation pending, @Nullable StateSnapshot current, Evaluation trial,
				Consultation consultation) {
			this.pending = pending;
			this.consultation = consultation;
			this.interception = new Interception(pending.involvement().interceptors(),
					InterceptedMutation.of(pending, current, trial.edit()), trial, this);
		}

		void ask() {
			Interceptions.this.slots.add(this.interception);
		}

		@Override
		public void answered() {
			RuntimeException failure = this.interception.refusal();
			if (failure == null) {
				this.pending.involvement().consent(Consent.GIVEN);
				this.consultation.agreed(this.pending, this.interception);
				return;
			}
			if (!(failure instanceof StateRejectedException) || this.interception.isPartlyAgreed()) {
				this.pending.involvement().consent(Consent.FAILED);
			}
			this.consultation.refused(this.pending, failure);
		}

		@Override
		public void notMade(StateRejectedException reason) {
			failed(reason);
			this.consultation.refused(this.pending, reason);
		}

		@Override
		public void givenUp(String since) {
			StateRejectedException unknown = new StateRejectedException(ErrorCode.TIMEOUT,
					"It was not decided " + since + " whether this may happen");
			failed(unknown);
			this.consultation.refused(this.pending, unknown);
		}

		private void failed(StateRejectedException reason) {
			Interceptions.this.calls.failed(Interceptions.this, this.interception.toString(), reason);
		}

		@Override
		public void answeredLate() {
			this.consultation.repair(this.pending.key());
		}

	}

}
