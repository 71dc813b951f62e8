// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

/**
 * The object of eleven fields that everything is measured with; only the score changes.
 */
record Player(String id, String name, String team, int level, long score, double x, double y, double z, int health,
		boolean online, String status) {

	static final String KEY = "game.player";

	static Player scoring(long score) {
		return new Player("p-4711", "Ada Lovelace", "analytical", 42, score, 12.5, -3.25, 88.0, 97, true, "exploring");
	}

}
