// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * What a watcher calls.
 */
@FunctionalInterface
public interface WatchHandler {

	/** Completes with the result when the next event may come. */
	CompletionStage<@Nullable Object> handle(WatchEvent event) throws Exception;

}
