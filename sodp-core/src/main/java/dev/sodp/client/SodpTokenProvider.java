// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Supplies a token for each connection attempt (protocol section 2). Called on a thread
 * that may block, never on one that reads a socket.
 */
@FunctionalInterface
public interface SodpTokenProvider {

	/**
	 * Obtains a token.
	 * @return completes with the token, or fails; a failure counts as a failed connection
	 * attempt and is retried with back-off
	 * @throws Exception any exception; handled like a failed stage
	 */
	CompletionStage<String> token() throws Exception;

	/**
	 * Returns a provider that always supplies the same token.
	 * @param token the token
	 * @return the provider
	 */
	static SodpTokenProvider fixed(String token) {
		return () -> CompletableFuture.completedStage(token);
	}

	/**
	 * Returns a provider that may block while it obtains the token.
	 * @param source called for each connection attempt
	 * @return the provider
	 */
	static SodpTokenProvider blocking(Callable<String> source) {
		return () -> CompletableFuture.completedStage(source.call());
	}

}
