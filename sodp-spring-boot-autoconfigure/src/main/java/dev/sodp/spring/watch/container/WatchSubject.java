// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import dev.sodp.spring.watch.InvalidSodpWatchException;
import org.jspecify.annotations.Nullable;

/**
 * Whom an {@link InvalidSodpWatchException} is about.
 */
@FunctionalInterface
public interface WatchSubject {

	/**
	 * The exception about this watcher.
	 * @param problem why it cannot do its work, a sentence without its full stop
	 * @param remedy what to write instead, a sentence without its full stop
	 * @param cause what reported it, if anything
	 */
	InvalidSodpWatchException invalid(String problem, String remedy, @Nullable Throwable cause);

}
