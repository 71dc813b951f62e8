// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Told about each change of a client's {@link ConnectionState}. Called by the callback
 * executor, one call at a time and in order; it may block and may use the client. Not
 * told about {@link ConnectionState#CLOSED}, because a closed client calls nobody.
 */
@FunctionalInterface
public interface ConnectionListener {

	/**
	 * The client's state changed.
	 * @param previous the state it left
	 * @param status where it stands now
	 */
	void onStateChange(ConnectionState previous, ConnectionStatus status);

}
