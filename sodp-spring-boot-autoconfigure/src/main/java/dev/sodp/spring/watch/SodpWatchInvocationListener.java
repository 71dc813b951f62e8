// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Told about each call of a watching method that has ended, with the time it took:
 * {@link SodpWatchEndpointRegistry} calls every bean of this type. A method that returned
 * a stage has ended when the stage has. Called on the thread that ended the call, for
 * different watchers at the same time, so it must be quick and thread-safe; what it
 * throws is logged and hurts nothing.
 */
@FunctionalInterface
public interface SodpWatchInvocationListener {

	/**
	 * Called after each call.
	 * @param invocation the call
	 */
	void invoked(Invocation invocation);

	/**
	 * A call of a watching method.
	 *
	 * @param watcherId id of the watcher
	 * @param client name of its client
	 * @param duration from the making of its arguments to its end, never negative
	 * @param failure what it threw, or why it could not be called; null if it succeeded
	 */
	record Invocation(String watcherId, String client, Duration duration, @Nullable Throwable failure) {

		public Invocation {
			Objects.requireNonNull(watcherId, "watcherId must not be null");
			Objects.requireNonNull(client, "client must not be null");
			Objects.requireNonNull(duration, "duration must not be null");
		}

	}

}
