// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Objects;

import dev.sodp.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The evaluation of a large mutation, outside the engine: to be {@link #run()} on any one
 * thread, and then handed to {@link ServerEngine#computed(Computation)} in a step.
 */
public final class Computation implements Runnable {

	private final Evaluator evaluator;

	private final PendingMutation pending;

	private final @Nullable JsonNode base;

	private final long sizeEstimate;

	private @Nullable Evaluation evaluation;

	Computation(Evaluator evaluator, PendingMutation pending, @Nullable JsonNode base, long sizeEstimate) {
		this.evaluator = evaluator;
		this.pending = pending;
		this.base = base;
		this.sizeEstimate = sizeEstimate;
	}

	@Override
	public void run() {
		this.evaluation = this.evaluator.evaluate(this.pending, this.base, this.sizeEstimate, new FrameEncoder());
	}

	PendingMutation pending() {
		return this.pending;
	}

	/** Whether the result is still about the value that the key has. */
	@SuppressWarnings("ReferenceEquality") // another instance is another value
	boolean isBasedOn(@Nullable JsonNode current) {
		return this.base == current;
	}

	Evaluation evaluation() {
		return Objects.requireNonNull(this.evaluation, "The computation has not been run");
	}

	@Override
	public String toString() {
		return this.pending.toString();
	}

}
