// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Notified of each change of a client's {@link ConnectionState}. Called on the callback
 * executor, one call at a time and in order. It may block and may use the client.
 * {@link ConnectionState#CLOSED} is not reported, because a closed client calls no
 * listeners.
 */
@FunctionalInterface
public interface ConnectionListener {

	/**
	 * Called after the state of the client has changed.
	 * @param previous the state before the change
	 * @param status the status right after the change
	 */
	void onStateChange(ConnectionState previous, ConnectionStatus status);

}
