// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.Arrays;

import dev.sodp.server.journal.LogLimits;

/**
 * What is stored of one key, without the content: which versions its log holds, and how
 * much was added since the whole value was written.
 */
final class KeyLog {

	/** Changes after which the whole value is written again. */
	private static final int MOST_SINCE_HEAD = 900;

	/** A log is trimmed by a sixteenth at once, which dirties fewer pages. */
	private static final int SLACK = 16;

	private static final int FIRST_CAPACITY = 4;

	private long version;

	private boolean exists;

	private long headVersion = -1;

	private int headBytes;

	private long bytesSinceHead;

	private int countSinceHead;

	private long[] versions = new long[FIRST_CAPACITY];

	private int[] sizes = new int[FIRST_CAPACITY];

	private int first;

	private int count;

	private long bytes;

	/** The version of the key, 0 if it was never written. */
	long version() {
		return this.version;
	}

	boolean exists() {
		return this.exists;
	}

	boolean isStored() {
		return this.headVersion >= 0;
	}

	/** Bytes of the whole value as it was written last. */
	int headBytes() {
		return this.headBytes;
	}

	/** A version that is not stored. */
	void moveTo(long version, boolean exists) {
		this.version = version;
		this.exists = exists;
	}

	void add(long version, boolean exists, int opsBytes) {
		moveTo(version, exists);
		if (this.count == this.versions.length) {
			grow();
		}
		int last = (this.first + this.count) % this.versions.length;
		this.versions[last] = version;
		this.sizes[last] = opsBytes;
		this.count++;
		this.bytes += opsBytes;
		if (version > this.headVersion) {
			this.bytesSinceHead += opsBytes;
			this.countSinceHead++;
		}
	}

	private void grow() {
		int capacity = this.versions.length;
		this.versions = Arrays.copyOf(this.versions, 2 * capacity);
		this.sizes = Arrays.copyOf(this.sizes, 2 * capacity);
		System.arraycopy(this.versions, 0, this.versions, capacity, this.first);
		System.arraycopy(this.sizes, 0, this.sizes, capacity, this.first);
	}

	/** Whether the whole value has to be written with the latest change. */
	boolean needsHead(LogLimits limits) {
		return !isStored() || !this.exists || this.countSinceHead > MOST_SINCE_HEAD
				|| this.bytesSinceHead > this.headBytes || isHeadBeforeTrimmed(limits);
	}

	private boolean isHeadBeforeTrimmed(LogLimits limits) {
		return this.bytesSinceHead > limits.bytes() || this.countSinceHead > limits.deltas();
	}

	void head(long version, int bytes) {
		this.headVersion = version;
		this.headBytes = bytes;
		this.bytesSinceHead = 0;
		this.countSinceHead = 0;
	}

	/** Whether the log is longer than the limits allow, with some slack. */
	boolean isTooLong(LogLimits limits) {
		return this.count > limits.deltas() + limits.deltas() / SLACK
				|| this.bytes > limits.bytes() + limits.bytes() / SLACK;
	}

	/** Whether the log is longer than the limits allow. */
	boolean exceeds(LogLimits limits) {
		return this.count > limits.deltas() || this.bytes > limits.bytes();
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	/**
	 * Drops the oldest change.
	 * @return its version
	 */
	long removeFirst() {
		long removed = this.versions[this.first];
		this.bytes -= this.sizes[this.first];
		this.first = (this.first + 1) % this.versions.length;
		this.count--;
		return removed;
	}

}
