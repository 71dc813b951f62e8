// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.Collection;
import java.util.OptionalInt;

/**
 * The size from which a server is known to refuse calls: because HELLO says so, or
 * because of what happened. It ends the session when a message is too large and does not
 * say which (protocol section 5), but of those it has not answered, the largest certainly
 * was. Sending such a call in session after session would keep everything else from being
 * sent.
 */
final class RefusedSize {

	/**
	 * No server refuses less, and no WATCH is longer, so it must have been a call that
	 * was too large.
	 */
	private static final int SMALLEST = 48 * 1024;

	/** A CALL is not much larger than its arguments, which are what is measured. */
	private static final int FRAME = 256;

	private int bytes = Integer.MAX_VALUE;

	/** Largest message, as HELLO has it. */
	private int advertised = Integer.MAX_VALUE;

	/** A session has begun. */
	void advertised(OptionalInt largestMessage) {
		this.advertised = largestMessage.orElse(Integer.MAX_VALUE);
	}

	/** Something was too large for the server, which has not answered these calls. */
	void learn(Collection<PendingCall<?>> unanswered) {
		int largest = unanswered.stream().mapToInt(PendingCall::size).max().orElse(0);
		if (largest >= SMALLEST) {
			this.bytes = Math.min(this.bytes, largest);
		}
	}

	/** The server is a different one, or its configuration has changed. */
	void forget() {
		this.bytes = Integer.MAX_VALUE;
	}

	boolean includes(PendingCall<?> call) {
		return isAboveAdvertised(call) || call.size() >= this.bytes;
	}

	private boolean isAboveAdvertised(PendingCall<?> call) {
		return call.size() > this.advertised - FRAME;
	}

	/** Says why a call is included. */
	String explain(PendingCall<?> call) {
		String size = call + " takes " + call.size() + " bytes, and the server ";
		return isAboveAdvertised(call) ? size + "accepts messages of at most " + this.advertised
				: size + "ended a session because of one of " + this.bytes;
	}

}
