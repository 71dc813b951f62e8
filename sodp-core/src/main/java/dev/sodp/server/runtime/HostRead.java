// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.StateUnavailableException;
import dev.sodp.server.engine.PendingRead;

/**
 * The answer to a read of the hosting application. Not to be handed out: it completes in
 * the middle of an engine step.
 */
final class HostRead extends CompletableFuture<Optional<StateSnapshot>> implements PendingRead {

	@Override
	public void succeeded(Optional<StateSnapshot> snapshot) {
		complete(snapshot);
	}

	@Override
	public void failed(StateRejectedException reason) {
		completeExceptionally((reason.code() == ErrorCode.UNAVAILABLE)
				? new StateUnavailableException(String.valueOf(reason.getMessage()), reason) : reason);
	}

}
