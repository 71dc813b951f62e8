// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.Optional;

/**
 * A watcher: a method annotated with {@link SodpWatch}, or a listener or method that a
 * {@link SodpWatchConfigurer} registered. Can be started and stopped any number of times.
 * Thread-safe.
 */
public interface SodpWatcher {

	/**
	 * Returns the id of this watcher.
	 * @return the id, unique in its registry
	 */
	String id();

	/**
	 * Returns a description of what is called.
	 * @return a human-readable text: class, name and parameter types of the method
	 */
	String description();

	/**
	 * Returns the watched keys.
	 * @return at least one key or pattern that stands for all keys with a prefix
	 */
	List<String> keys();

	/**
	 * Returns the part of the keys that is watched.
	 * @return the path; empty for the whole value
	 */
	Optional<String> path();

	/**
	 * Returns the name of the client that watches.
	 * @return the name
	 */
	String client();

	/**
	 * Returns whether the application context starts this watcher.
	 * @return false if it is only started by {@link #start()}
	 */
	boolean isAutoStartup();

	/**
	 * Returns whether this watcher is running.
	 * @return false before {@link #start()} and after {@link #stop}
	 */
	boolean isRunning();

	/**
	 * Starts the watch; does nothing if it is already running. The first event is the
	 * current value or, with a path, each place it matches.
	 */
	void start();

	/**
	 * Stops the watch; does nothing if it is not running. Returns immediately; no call
	 * starts afterwards.
	 */
	default void stop() {
		stop(() -> {
		});
	}

	/**
	 * Stops the watch and runs a callback once all calls have ended.
	 * @param callback run when no call is in progress any more, other than one that
	 * itself stops the watch; on this thread or on the one that ended the last call
	 */
	void stop(Runnable callback);

}
