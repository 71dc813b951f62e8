// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.StateRejectedException;

/** What a CALL can name (protocol section 5). */
@FunctionalInterface
interface Method {

	/**
	 * Begins a call.
	 * @param reply answers it, once
	 * @param verdict what the access policy said about it
	 * @throws StateRejectedException to refuse the call instead of answering it
	 */
	void call(Reply reply, Verdict verdict);

}
