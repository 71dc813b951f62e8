// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

/**
 * When a change counts as committed.
 */
public enum Durability {

	/** Once it is on the disk: what was acknowledged survives a power cut. */
	ALWAYS,

	/**
	 * At once; it reaches the disk within the interval. A kill or a power cut costs the
	 * changes of the last interval, and clients start over from the whole state then.
	 */
	INTERVAL

}
