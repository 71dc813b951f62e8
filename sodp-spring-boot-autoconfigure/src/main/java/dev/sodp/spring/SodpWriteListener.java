// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Told when a {@link SodpTemplate} writes and what becomes of it. Must be quick and
 * thread-safe; what it throws is logged and changes nothing about the write.
 */
@FunctionalInterface
public interface SodpWriteListener {

	/**
	 * A write is about to begin, in the thread that writes.
	 * @param operation {@code set}, {@code patch}, {@code set_in}, {@code delete},
	 * {@code append}, {@code presence}, {@code clear_presence} or {@code call}
	 * @param key the key, or null for a call
	 * @return called once with what the write failed with, or null if it was applied
	 */
	Consumer<@Nullable Throwable> onWrite(String operation, @Nullable String key);

}
