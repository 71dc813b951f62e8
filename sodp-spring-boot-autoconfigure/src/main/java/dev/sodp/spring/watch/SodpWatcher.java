// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.Optional;

/**
 * Something that watches: a method annotated with {@link SodpWatch}, or what a
 * {@link SodpWatchConfigurer} registered. Can be started and stopped again and again.
 * Thread-safe.
 */
public interface SodpWatcher {

	/**
	 * The name of this watcher.
	 * @return unique in its registry
	 */
	String id();

	/**
	 * What is called.
	 * @return for people: class, name and parameter types of the method
	 */
	String description();

	/**
	 * What is watched.
	 * @return at least one key
	 */
	List<String> keys();

	/**
	 * The part of the keys that is watched.
	 * @return empty for the whole value
	 */
	Optional<String> path();

	/**
	 * The client that watches.
	 * @return its name
	 */
	String client();

	/**
	 * Whether the application context starts this watcher.
	 * @return false if only {@link #start()} does
	 */
	boolean isAutoStartup();

	/**
	 * Whether it watches.
	 * @return false before {@link #start()} and after {@link #stop}
	 */
	boolean isRunning();

	/**
	 * Begins to watch; does nothing if this watcher is running. The first event is the
	 * value as it is then, for a path each of its places.
	 */
	void start();

	/**
	 * Ends the watch; does nothing if this watcher is not running. Returns at once, no
	 * call begins afterwards.
	 */
	default void stop() {
		stop(() -> {
		});
	}

	/**
	 * Ends the watch and says when the last call has ended.
	 * @param callback called when no call is under way any more, except one that itself
	 * caused the stop; on this thread or on the one that ended the call
	 */
	void stop(Runnable callback);

}
