// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Listener that is notified when a {@link SodpTemplate} starts a write and when that
 * write ends. Must be quick and thread-safe. Exceptions are logged and do not affect the
 * write.
 */
@FunctionalInterface
public interface SodpWriteListener {

	/**
	 * Called before a write, in the thread that makes it.
	 * @param operation {@code set}, {@code patch}, {@code set_in}, {@code remove_in},
	 * {@code delete}, {@code append}, {@code update}, {@code presence},
	 * {@code clear_presence} or {@code call}
	 * @param key the key, or null for a call
	 * @return called once when the write ends, with the exception it failed with, or null
	 * if it was applied
	 */
	Consumer<@Nullable Throwable> onWrite(String operation, @Nullable String key);

}
