// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.concurrent.CompletableFuture;

/**
 * Lets whoever no longer waits for a result release what is kept for it.
 */
final class Cancellations {

	private Cancellations() {
	}

	/**
	 * Cancels the source of a result when the result is cancelled, which futures do not
	 * do on their own.
	 * @param <T> type of the result
	 * @param result depends on the source, and on no other
	 * @param source what the result is made of
	 * @return the result
	 */
	static <T> CompletableFuture<T> passOn(CompletableFuture<T> result, CompletableFuture<?> source) {
		result.whenComplete((value, failure) -> {
			if (result.isCancelled()) {
				source.cancel(false);
			}
		});
		return result;
	}

}
