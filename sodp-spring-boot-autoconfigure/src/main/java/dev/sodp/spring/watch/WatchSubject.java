// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link InvalidSodpWatchException} is about.
 */
@FunctionalInterface
interface WatchSubject {

	InvalidSodpWatchException invalid(String problem, String remedy, @Nullable Throwable cause);

	/** Creates a subject for a watcher without a method. */
	static WatchSubject of(String id) {
		return (problem, remedy, cause) -> InvalidSodpWatchException.ofWatcher(id, problem, remedy, cause);
	}

}
