// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A method of the hosting application that clients can CALL, beside the built-in ones
 * (protocol section 5).
 *
 * <p>
 * Called on a thread of the server that may block, for several calls at the same time,
 * also of the same session. At most 64 calls of all methods run at a time, 8 of a
 * session; others wait, which is part of their {@link SodpServerBuilder#methodTimeout
 * time}.
 */
@FunctionalInterface
public interface SodpMethodHandler {

	/**
	 * Handles a call.
	 * @param call the call, which the {@link AccessPolicy} has allowed
	 * @return completes with the data of the RESULT: anything Jackson can write as JSON,
	 * at most as large as the value of a key. Deltas of writes that have completed before
	 * are sent before the RESULT. If it fails, the client receives code and message of a
	 * {@link SodpCallException} or {@link StateRejectedException}, and otherwise 500
	 * without details, which are logged. An answer later than
	 * {@link SodpServerBuilder#methodTimeout} after the arrival of the call is ignored;
	 * the client has received 504 by then
	 */
	CompletionStage<? extends @Nullable Object> call(MethodInvocation call);

}
