// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * How much of the heap keys, values and logs take, and which log gives way next when that
 * is too much (protocol section 5, code 507). Logs only save clients a snapshot, so they
 * go before anything is refused, the one whose last use is longest ago first.
 */
final class MemoryCeiling {

	/**
	 * What a key takes beside its value and its log: 495 bytes, measured with 200,000
	 * keys with names of 10 characters and without subscribers, on a 64-bit JVM of
	 * version 17 with compressed references.
	 */
	static final int KEY_BYTES = 512;

	private final long limit;

	private long values;

	private long logs;

	/** By how much values grow when what is in flight is committed. */
	private long reserved;

	/** Keys that exist and have a log. */
	private final RecentlyUsed logged = new RecentlyUsed();

	MemoryCeiling(long limit) {
		this.limit = limit;
	}

	/**
	 * Whether keys and values may take more.
	 * @param bytes how much more
	 * @return false if that does not fit, even without any log
	 */
	boolean hasRoom(long bytes) {
		return this.values + this.reserved + bytes <= this.limit;
	}

	/**
	 * Whether some log has to give way.
	 * @return true while everything together takes too much
	 */
	boolean isExceeded() {
		return this.values + this.logs > this.limit;
	}

	/**
	 * A change that is not committed yet needs room, or does not need it any more.
	 * @param bytes how much more
	 */
	void reserved(long bytes) {
		this.reserved += bytes;
	}

	void keyAdded() {
		this.values += KEY_BYTES;
	}

	void keyRemoved() {
		this.values -= KEY_BYTES;
	}

	void valueChanged(long before, long after) {
		this.values += after - before;
	}

	void logChanged(long before, long after) {
		this.logs += after - before;
	}

	/**
	 * The log of a key was written or read.
	 * @param entry a key that exists
	 */
	void used(KeyEntry entry) {
		this.logged.used(entry);
	}

	/**
	 * A key has no log, or does not exist any more.
	 * @param entry the key
	 */
	void unused(KeyEntry entry) {
		this.logged.remove(entry);
	}

	/**
	 * The key whose log was used longest ago.
	 * @return null if there is none
	 */
	@Nullable KeyEntry leastRecentlyUsed() {
		return this.logged.oldest();
	}

	/** What keys and values take. */
	long values() {
		return this.values;
	}

	/** What logs take. */
	long logs() {
		return this.logs;
	}

}
