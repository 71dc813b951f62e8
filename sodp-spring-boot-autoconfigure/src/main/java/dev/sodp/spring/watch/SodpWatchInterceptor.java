// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.concurrent.CompletionStage;

import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts the calls of all watchers. {@link SodpWatchEndpointRegistry} applies every
 * bean of this type, in order, the first one outermost. Called on the thread that calls
 * the method, so it may set thread-bound state; must be thread-safe, because different
 * watchers call it at the same time.
 */
@FunctionalInterface
public interface SodpWatchInterceptor {

	/**
	 * Makes the call, or skips it.
	 * @param call the call to be made
	 * @return usually the stage returned by {@link Call#proceed()}; the next event waits
	 * until it completes with the result of the method
	 * @throws Exception any exception; treated as if the method had thrown it
	 */
	CompletionStage<@Nullable Object> intercept(Call call) throws Exception;

	/** A call to be made. */
	interface Call {

		/**
		 * Returns the id of the watcher.
		 * @return the id
		 */
		String watcherId();

		/**
		 * Returns the name of the client that watches.
		 * @return the name
		 */
		String client();

		/**
		 * Returns the key, version and origin of the event.
		 * @return the metadata of the event
		 */
		WatchMeta meta();

		/**
		 * Calls the next interceptor or, if this is the last one, the method.
		 * @return completes with the result of the method; if the method returned a stage
		 * or a publisher, when that completes
		 * @throws Exception if the method threw an exception or could not be called
		 */
		CompletionStage<@Nullable Object> proceed() throws Exception;

	}

}
