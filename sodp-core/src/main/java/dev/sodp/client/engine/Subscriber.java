// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.protocol.Frame;

/**
 * Receives what happens to a key. The engine knows subscribers only by identity.
 */
public interface Subscriber {

	String key();

	/** Queues an event; called in order, must not block or run application code. */
	void accept(KeyEvent event);

	/** Number of events that wait for the callback. */
	default int waiting() {
		return 0;
	}

	/** The server refused the subscription; must not block or run application code. */
	default void denied(Frame.Error error) {
	}

	/** Whether a refusal reaches its caller, so that no one else has to be notified. */
	default boolean reportsRefusal() {
		return false;
	}

	/**
	 * Whether it still waits for a snapshot, because the last one may have been outdated.
	 */
	default boolean needsAnotherSnapshot() {
		return false;
	}

	/** No more events will come, and queued ones must not be delivered. */
	void end();

}
