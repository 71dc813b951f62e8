// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Receives every error that no future carries to its caller. Called by the callback
 * executor, one call at a time; what it throws is logged. Without a listener the client
 * logs each error as one warning.
 */
@FunctionalInterface
public interface SodpErrorListener {

	void onError(ClientError error);

}
