// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateUnavailableException;
import dev.sodp.server.engine.PendingResult;

/**
 * The answer to a write of the hosting application, in the exceptions of its API. Not to
 * be handed out: it completes in the middle of an engine step.
 */
class HostResult extends CompletableFuture<Long> implements PendingResult {

	@Override
	public void succeeded(long version) {
		complete(version);
	}

	@Override
	public void failed(RuntimeException failure) {
		completeExceptionally((failure instanceof StateRejectedException refusal) ? translated(refusal) : failure);
	}

	private static RuntimeException translated(StateRejectedException refusal) {
		return switch (refusal.code()) {
			case ErrorCode.UNAVAILABLE -> new StateUnavailableException(String.valueOf(refusal.getMessage()), refusal);
			case ErrorCode.TIMEOUT -> new StateOutcomeUnknownException(String.valueOf(refusal.getMessage()), refusal);
			default -> refusal;
		};
	}

}
