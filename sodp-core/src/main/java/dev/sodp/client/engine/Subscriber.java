// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.protocol.Frame;

/**
 * Who is told about a key. The engine knows subscribers only by identity.
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

	/** Whether a refusal reaches its caller, so that nobody else need be told. */
	default boolean tellsOfRefusal() {
		return false;
	}

	/** Nothing more will come, and nothing queued is to be delivered. */
	void end();

}
