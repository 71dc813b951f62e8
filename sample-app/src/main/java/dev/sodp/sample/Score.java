// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

/**
 * The value of {@code game.score}.
 *
 * @param value points
 */
record Score(long value) {

	static final String KEY = "game.score";

}
