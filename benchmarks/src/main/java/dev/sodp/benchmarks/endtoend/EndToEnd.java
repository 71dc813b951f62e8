// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

/** Runs everything in this package. */
public final class EndToEnd {

	private EndToEnd() {
	}

	/**
	 * Runs the programs.
	 * @param args {@code quick} or {@code full}, then optionally names of programs
	 */
	public static void main(String[] args) throws Exception {
		Settings settings = Settings.of((args.length > 0) ? args[0] : "full");
		Report report = new Report();
		try (ServerProcess server = ServerProcess.start()) {
			Programs programs = new Programs(server, settings, report);
			if (args.length > 1) {
				for (int i = 1; i < args.length; i++) {
					programs.run(args[i]);
				}
			}
			else {
				programs.runAll();
			}
		}
		System.exit(0);
	}

}
