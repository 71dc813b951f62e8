// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Observes refused keys and errors of a client. Unlike the {@link SodpErrorListener}, it
 * does not take over responsibility: errors are still logged or passed to that listener.
 * Can be added to a client that has already been built, see
 * {@link SodpClient#addEventListener}.
 *
 * <p>
 * Called on the callback executor, for each method one call at a time and in order. It
 * may block and may use the client. Exceptions are logged. If a listener is so slow that
 * more than 1,024 notifications wait, further ones are dropped.
 */
public interface ClientEventListener {

	/**
	 * Called when the server has refused to let this client watch a key; the key is
	 * {@link KeyState#DENIED} until the next session.
	 * @param key the key
	 * @param code an error code of the protocol, see {@link dev.sodp.protocol.ErrorCode}
	 * @param message the server's reason
	 */
	default void onDenied(String key, int code, String message) {
	}

	/**
	 * Called with an error that no returned future reports.
	 * @param error what went wrong
	 */
	default void onError(ClientError error) {
	}

}
