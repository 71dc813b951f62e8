// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The versions that were used, and what is not known of them any more (protocol section
 * 3).
 */
final class VersionHistory {

	private long current;

	/** The first version that this life of the server may use. */
	private long first;

	/** The highest version of a deletion that is not remembered. */
	private long forgotten;

	/** Versions that a loss of history may have used, from the first to the last. */
	private final NavigableMap<Long, Long> gaps = new TreeMap<>();

	/** Version of the last change. */
	long current() {
		return this.current;
	}

	/** A change has this version. */
	void used(long version) {
		this.current = Math.max(this.current, version);
	}

	/** A deletion of this version is not remembered any longer. */
	void forgotten(long version) {
		this.forgotten = Math.max(this.forgotten, version);
	}

	/** The highest version of a deletion that is not remembered. */
	long forgotten() {
		return this.forgotten;
	}

	/** The same, as if nothing were known from before the start. */
	long forgottenOrBefore() {
		return Math.max(this.forgotten, this.first);
	}

	/** Versions may have been used for something that was lost. */
	void lost(long from, long to) {
		this.gaps.put(from, to);
	}

	/**
	 * The server goes on where an earlier life ended.
	 * @param last the highest version that may have been used
	 * @param notRemembered the highest version of a deletion that is not remembered
	 */
	void begin(long last, long notRemembered) {
		this.current = last;
		this.first = last + 1;
		this.forgotten = notRemembered;
	}

	/** Whether a version may have been used for something that was lost. */
	boolean isLost(long version) {
		Map.Entry<Long, Long> gap = this.gaps.floorEntry(version);
		return gap != null && version <= gap.getValue();
	}

	/** Whether every deletion since a version is remembered. */
	boolean remembersDeletionsSince(long version) {
		return version <= this.current && version >= this.forgotten && !isLost(version);
	}

	/** Whether a version was given in this life of the server. */
	boolean isOfThisLife(long version) {
		return version >= this.first;
	}

}
