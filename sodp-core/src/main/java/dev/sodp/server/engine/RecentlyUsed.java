// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * Keys in the order of their last use. A list whose links are in the keys themselves,
 * since every mutation moves its key to the end.
 */
final class RecentlyUsed {

	private @Nullable KeyEntry oldest;

	private @Nullable KeyEntry newest;

	/**
	 * Moves a key to the end, or adds it there.
	 * @param entry the key
	 */
	void used(KeyEntry entry) {
		if (entry == this.newest) {
			return;
		}
		remove(entry);
		KeyEntry before = this.newest;
		entry.older(before);
		if (before != null) {
			before.newer(entry);
		}
		else {
			this.oldest = entry;
		}
		this.newest = entry;
	}

	/**
	 * Removes a key, if it is here.
	 * @param entry the key
	 */
	void remove(KeyEntry entry) {
		KeyEntry older = entry.older();
		KeyEntry newer = entry.newer();
		if (older != null) {
			older.newer(newer);
		}
		else if (entry == this.oldest) {
			this.oldest = newer;
		}
		if (newer != null) {
			newer.older(older);
		}
		else if (entry == this.newest) {
			this.newest = older;
		}
		entry.older(null);
		entry.newer(null);
	}

	/** The key that was not used for longest, null if there is none. */
	@Nullable KeyEntry oldest() {
		return this.oldest;
	}

}
