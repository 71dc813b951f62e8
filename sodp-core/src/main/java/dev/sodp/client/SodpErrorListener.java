// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Receives every error that no returned future reports. Called on the callback executor,
 * one call at a time; it may block and may use the client. Exceptions are logged. Without
 * a listener the client logs errors itself, each as one warning; errors that end the
 * connection are logged with the change of state that follows.
 */
@FunctionalInterface
public interface SodpErrorListener {

	/**
	 * Called with an error.
	 * @param error what went wrong
	 */
	void onError(ClientError error);

}
