// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

/**
 * How far the chain of changes of a key has come. Numbers rise with each change of a
 * partition, whatever its key; the tag, different for each attempt to change anything,
 * tells two histories apart that gave the same number.
 *
 * @param number the number of the latest change, 0 if there is none
 * @param tag the tag of that change
 */
public record Position(long number, String tag) {

	/** Of a key that was never written, or that is forgotten. */
	public static final Position NONE = new Position(0, "");

}
