// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Optional;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateValidator;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Computes what a mutation makes of a value: edit, schema, delta, size (protocol section
 * 7). Changes nothing and may be used on several threads.
 */
final class Evaluator {

	private final StateValidator validator;

	private final int maxValueBytes;

	Evaluator(SodpServerOptions options) {
		this.validator = options.validator();
		this.maxValueBytes = options.maxValueBytes();
	}

	/**
	 * Whether the evaluation may hold up others.
	 * @param pending the mutation
	 * @param current the value, or null if the key does not exist
	 * @param sizeEstimate its encoded size
	 * @return true if the application's validator has to be asked, or more than
	 * {@link Mutation#LARGE} bytes have to be looked at
	 */
	boolean mayTakeLong(PendingMutation pending, @Nullable JsonNode current, long sizeEstimate) {
		// The estimate of a small value grows with each change until it is measured
		// again.
		boolean measuresLarge = sizeEstimate + Mutation.LARGE > this.maxValueBytes && sizeEstimate > Mutation.LARGE
				&& current != null && Values.heapSize(current) > Mutation.LARGE;
		return isValidated(pending) || measuresLarge || pending.mutation().isLarge(current);
	}

	/**
	 * Computes a mutation.
	 * @param pending the mutation
	 * @param current the value, or null if the key does not exist
	 * @param sizeEstimate its encoded size, never an underestimate
	 * @param encoder an encoder of the calling thread
	 * @return what becomes of the value, or why it is refused
	 */
	Evaluation evaluate(PendingMutation pending, @Nullable JsonNode current, long sizeEstimate, FrameEncoder encoder) {
		try {
			Edit edit = pending.edit(current);
			if (edit.ops().isEmpty()) {
				return Evaluation.unchanged(edit);
			}
			checkValue(edit.value());
			if (isValidated(pending) && edit.initialized()) {
				validate(pending.key(), edit.value());
			}
			byte[] encodedOps = encoder.encodeOps(edit.ops());
			return new Evaluation(edit, encodedOps, sizeAfter(pending.key(), sizeEstimate, edit, encodedOps.length),
					null);
		}
		catch (RuntimeException ex) {
			return Evaluation.failed(ex);
		}
		catch (Error ex) {
			// Also one of the application must not leave the key reserved for ever.
			return Evaluation.failed(new IllegalStateException("Cannot compute " + pending, ex));
		}
	}

	private boolean isValidated(PendingMutation pending) {
		return pending.origin() != ChangeOrigin.CLEANUP && !this.validator.equals(StateValidator.ACCEPT_ALL);
	}

	private static void checkValue(JsonNode value) {
		try {
			Values.immutable(value);
		}
		catch (InvalidValueException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

	private void validate(String key, JsonNode value) {
		Optional<String> violation = this.validator.validate(key, value);
		if (violation.isPresent()) {
			throw new StateRejectedException(ErrorCode.SCHEMA, violation.get());
		}
	}

	/**
	 * The most that a value can take after some operations. It never grows by more than
	 * these take: each of them carries the whole new part, a path that is longer than the
	 * name of the member, and at least fifteen bytes of field names, while the length
	 * prefix of a container grows by four bytes at most.
	 * @param sizeBefore encoded size of the value before, never an underestimate
	 * @param ops the operations
	 * @param opsSize their encoded size
	 * @return bytes
	 */
	static long sizeBound(long sizeBefore, List<DeltaOp> ops, int opsSize) {
		return ops.get(0).atRoot() ? opsSize : sizeBefore + opsSize;
	}

	/**
	 * Checks the size of the resulting value without measuring all of it each time: only
	 * when what bounds it from above exceeds the limit.
	 */
	private long sizeAfter(String key, long sizeBefore, Edit edit, int opsSize) {
		if (!edit.initialized()) {
			return 0;
		}
		long bound = sizeBound(sizeBefore, edit.ops(), opsSize);
		if (bound <= this.maxValueBytes) {
			return bound;
		}
		long size = FrameEncoder.encodedSize(edit.value());
		if (size > this.maxValueBytes) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					"The value of '" + key + "' would take " + size + " bytes, the limit is " + this.maxValueBytes);
		}
		return size;
	}

}
