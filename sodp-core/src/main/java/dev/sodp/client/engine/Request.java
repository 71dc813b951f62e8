// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.concurrent.TimeUnit;

/**
 * A frame that the server has yet to answer.
 */
sealed interface Request permits PendingCall, WatchSent {

	/** How long the answer to an abandoned request may still arrive. */
	long OWED_FOR = TimeUnit.SECONDS.toNanos(60);

	/**
	 * The time after which no answer is expected any more, or {@link Deadlines#NEVER} if
	 * it is not abandoned.
	 */
	long overAfter();

	/** Whether no answer is expected any more. */
	default boolean isOver(long now) {
		return now > overAfter();
	}

}
