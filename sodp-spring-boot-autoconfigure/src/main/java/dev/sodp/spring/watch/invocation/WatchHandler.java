// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Handles the events of a watcher.
 */
@FunctionalInterface
public interface WatchHandler {

	/**
	 * Returns a stage that completes with the result; the next event waits for it.
	 */
	CompletionStage<@Nullable Object> handle(WatchEvent event) throws Exception;

	/** Returns the declared type of the results, null if it is unknown. */
	default @Nullable Type resultType() {
		return null;
	}

}
