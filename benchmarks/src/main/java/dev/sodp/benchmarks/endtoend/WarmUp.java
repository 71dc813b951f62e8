// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.time.Duration;

import dev.sodp.benchmarks.endtoend.Usage.Spent;

/**
 * Goes on until the compiler has little left to do, whose work would otherwise be taken
 * for that of the code.
 */
final class WarmUp {

	private static final double LITTLE = 0.02;

	private static final int TIMES = 3;

	private WarmUp() {
	}

	/**
	 * Repeats a short piece of what is to be measured.
	 * @param most how long at most
	 * @param piece does some of it and returns what it took in the JVM that is measured
	 */
	static void run(Duration most, Piece piece) throws Exception {
		long end = System.nanoTime() + most.toNanos();
		int quiet = 0;
		while (quiet < TIMES && System.nanoTime() < end) {
			Spent spent = piece.run();
			quiet = (spent.compileNanos() < LITTLE * spent.nanos()) ? quiet + 1 : 0;
		}
	}

	@FunctionalInterface
	interface Piece {

		Spent run() throws Exception;

	}

}
