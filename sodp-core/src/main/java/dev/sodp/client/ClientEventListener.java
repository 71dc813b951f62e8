// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Learns what goes wrong in a client without being responsible for it: an error is still
 * logged or handed to the {@link SodpErrorListener}. Joins a client that is built
 * already, see {@link SodpClient#addEventListener}. Called by the callback executor, for
 * each method one call at a time and in order; it may block and may use the client. What
 * it throws is logged. A listener that is so slow that more than 1,024 notifications wait
 * misses further ones.
 */
public interface ClientEventListener {

	/**
	 * The server refused to let this client watch a key; it is {@link KeyState#DENIED}
	 * until the next session.
	 * @param key the key
	 * @param code an error code of the protocol
	 * @param message the server's reason
	 */
	default void onDenied(String key, int code, String message) {
	}

	/**
	 * An error that no future carries to its caller.
	 * @param error what went wrong
	 */
	default void onError(ClientError error) {
	}

}
