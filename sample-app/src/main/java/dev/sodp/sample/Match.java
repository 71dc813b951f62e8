// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

/**
 * An element of {@code game.matches}, the last matches.
 *
 * @param player the winner
 * @param points the winning margin, not negative
 */
record Match(String player, long points) {

	static final String KEY = "game.matches";

	/** Number of matches that the list keeps. */
	static final int KEPT = 5;

}
