// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * What a watch callback learns beside the value (protocol section 3).
 *
 * @param key the watched key
 * @param version version of the value; of two values of one key the one with the higher
 * version is newer, as long as the server keeps its state
 * @param initialized false for a key that was never written or has been deleted
 * @param source why the callback was called
 * @param merged how many earlier events were merged into this one because the callback
 * was too slow, usually 0
 */
public record WatchMeta(String key, long version, boolean initialized, Source source, int merged) {

	/** Origin of a callback. */
	public enum Source {

		/** A value that was already known when the watch began. */
		CACHE,

		/** The server's snapshot, at first and after a reconnect. */
		INIT,

		/** A change. */
		DELTA

	}

}
