// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.concurrent.CompletionStage;

import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds the calls of all watchers: {@link SodpWatchEndpointRegistry} asks every bean
 * of this type, in their order, the first one outermost. Called on the thread that is to
 * call the method, so it may set what is bound to the thread; for different watchers at
 * the same time, so it must be thread-safe.
 */
@FunctionalInterface
public interface SodpWatchInterceptor {

	/**
	 * Calls the method, or does not.
	 * @param call what is about to happen
	 * @return usually what {@link Call#proceed()} returned: completes with the result of
	 * the method when the next event may come
	 * @throws Exception anything; treated as if the method had thrown it
	 */
	CompletionStage<@Nullable Object> intercept(Call call) throws Exception;

	/** A call that is about to happen. */
	interface Call {

		/**
		 * The watcher.
		 * @return its id
		 */
		String watcherId();

		/**
		 * The client that watches.
		 * @return its name
		 */
		String client();

		/**
		 * The event.
		 * @return its key, version and origin
		 */
		WatchMeta meta();

		/**
		 * Makes the call.
		 * @return completes with the result of the method; of one that returns a stage or
		 * a Mono, when that does
		 * @throws Exception what the method threw, or why it could not be called
		 */
		CompletionStage<@Nullable Object> proceed() throws Exception;

	}

}
