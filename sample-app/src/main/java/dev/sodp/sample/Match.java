// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

/**
 * One element of {@code game.matches}, the last matches.
 *
 * @param player who won
 * @param points by how much, not below zero
 */
record Match(String player, long points) {

	static final String KEY = "game.matches";

	/** How many the list keeps. */
	static final int KEPT = 5;

}
