// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Listener that is notified of each completed call of a watcher and of its duration.
 * {@link SodpWatchEndpointRegistry} notifies every bean of this type. A call whose method
 * returned a stage is completed when that stage is. Called on the thread that completed
 * the call, for different watchers at the same time, so it must be quick and thread-safe;
 * exceptions are logged and have no other effect.
 */
@FunctionalInterface
public interface SodpWatchInvocationListener {

	/**
	 * Called after each call.
	 * @param invocation the completed call
	 */
	void invoked(Invocation invocation);

	/**
	 * A completed call of a watcher.
	 *
	 * @param watcherId id of the watcher
	 * @param client name of the client
	 * @param duration time from the resolution of the arguments to the completion; never
	 * negative
	 * @param failure the exception thrown by the method, or the reason why it could not
	 * be called; null if the call succeeded
	 */
	record Invocation(String watcherId, String client, Duration duration, @Nullable Throwable failure) {

		/**
		 * Checks that the required components are not null.
		 * @param watcherId id of the watcher
		 * @param client name of the client
		 * @param duration duration of the call
		 * @param failure the reason why the call failed, or null
		 */
		public Invocation {
			Objects.requireNonNull(watcherId, "watcherId must not be null");
			Objects.requireNonNull(client, "client must not be null");
			Objects.requireNonNull(duration, "duration must not be null");
		}

	}

}
