// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

/**
 * Gives the versions, and only such as are below a bound that is on the disk: after a
 * kill the journal goes on at the bound, whatever was given since the last sync.
 */
final class VersionBound {

	private static final long STEP = 1_000_000;

	private final StoredMeta meta;

	private volatile long last;

	private long written;

	private volatile long durable;

	VersionBound(StoredMeta meta, long last) {
		this.meta = meta;
		this.last = last;
	}

	/** The last version that was given. */
	long last() {
		return this.last;
	}

	/**
	 * Whether another version may be given; if not, one can be after a {@link #synced}.
	 */
	boolean hasNext() {
		return this.last < this.durable;
	}

	long next() {
		long next = this.last + 1;
		this.last = next;
		return next;
	}

	/**
	 * Reserves more with the next commit, early enough that none has to wait for it.
	 */
	void renew() {
		if (needsRenewal()) {
			this.written = this.last + STEP;
			this.meta.bound(this.written);
		}
	}

	boolean needsRenewal() {
		return this.written - this.last < STEP / 2;
	}

	/** What was reserved is on the disk. */
	void synced() {
		this.durable = this.written;
	}

}
