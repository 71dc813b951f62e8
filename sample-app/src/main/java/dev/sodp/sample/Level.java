// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

/**
 * The value of {@code game.level}, which is derived from the score.
 *
 * @param number one level per hundred points
 */
record Level(long number) {

	static final String KEY = "game.level";

	static Level of(Score score) {
		return new Level(1 + score.value() / 100);
	}

}
