// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Metadata that a watch callback receives with a value (protocol section 3).
 *
 * @param key the watched key
 * @param version version of the value. Of two values of a key the one with the higher
 * version is newer, as long as the server keeps its state
 * @param initialized {@code false} for a key that was never written or has been deleted
 * @param source why the callback was called
 * @param merged how many earlier events were merged into this one because the callback
 * was too slow; usually 0
 */
public record WatchMeta(String key, long version, boolean initialized, Source source, int merged) {

	/** Origin of a value. */
	public enum Source {

		/** A value that was already known locally when the watch began. */
		CACHE,

		/** A snapshot from the server, at first and after a reconnect. */
		INIT,

		/** A change. */
		DELTA

	}

}
