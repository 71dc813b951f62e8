// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Objects;

import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The decision of interceptors about a mutation. */
public final class Interception extends ApplicationCall {

	private final List<StateMutationInterceptor> interceptors;

	private final InterceptedMutation mutation;

	/** What the mutation makes of the committed value. */
	private final Evaluation trial;

	private @Nullable StateMutation decision;

	private boolean partlyAgreed;

	Interception(List<StateMutationInterceptor> interceptors, InterceptedMutation mutation, Evaluation trial,
			Listener listener) {
		super(listener);
		this.trial = trial;
		this.interceptors = interceptors;
		this.mutation = mutation;
	}

	/**
	 * Whom to ask, one after another.
	 * @return in their order; each is given what the one before has returned
	 */
	public List<StateMutationInterceptor> interceptors() {
		return this.interceptors;
	}

	/**
	 * What the first one is asked.
	 * @return the mutation as it was called
	 */
	public StateMutation mutation() {
		return this.mutation;
	}

	/** One of the interceptors has agreed. */
	public void partlyAgreed() {
		this.partlyAgreed = true;
	}

	/** Whether one of them has agreed, so that its effects have happened. */
	boolean isPartlyAgreed() {
		return this.partlyAgreed;
	}

	/**
	 * The interceptors have answered.
	 * @param answer what the last one returned
	 */
	public void decided(StateMutation answer) {
		this.decision = answer;
	}

	Evaluation trial() {
		return this.trial;
	}

	/** Whether the value is still the one that the interceptors were asked about. */
	@SuppressWarnings("ReferenceEquality") // another instance is another value
	boolean isBasedOn(@Nullable JsonNode current) {
		return this.mutation.current().map(StateSnapshot::value).orElse(null) == current;
	}

	/** Whether the mutation is to be carried out as it was called. */
	boolean isUnchanged() {
		return this.mutation.equals(this.decision);
	}

	/** What is to be carried out. */
	Mutation decision() {
		return ((InterceptedMutation) Objects.requireNonNull(this.decision)).mutation();
	}

	/**
	 * Why nothing is to be carried out.
	 * @return what an interceptor threw; null if all have agreed
	 */
	@Nullable RuntimeException refusal() {
		Throwable failure = failure();
		if (failure == null) {
			boolean isVariant = this.decision instanceof InterceptedMutation answer
					&& answer.isVariantOf(this.mutation);
			return isVariant ? null
					: new IllegalStateException("An interceptor returned another mutation than it was asked about");
		}
		return (failure instanceof RuntimeException unchecked) ? unchecked
				: new IllegalStateException("An interceptor failed", failure);
	}

	@Override
	public String toString() {
		return "the interception of " + this.mutation;
	}

}
