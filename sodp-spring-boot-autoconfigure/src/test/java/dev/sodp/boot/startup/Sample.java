// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.startup;

/**
 * One start, in milliseconds.
 *
 * @param wall from the first line of {@code main} until the application has started
 * @param cpu what the main thread computed until then, that of the JVM's start included
 * @param total from the start of the JVM
 */
record Sample(double wall, double cpu, double total) {

	private static final String MARK = "started:";

	String line() {
		return MARK + this.wall + "," + this.cpu + "," + this.total;
	}

	/** Finds the line of {@link #line()} in what an application printed. */
	static Sample in(String output) {
		String line = output.lines()
			.filter((each) -> each.startsWith(MARK))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application did not start: " + output));
		String[] parts = line.substring(MARK.length()).split(",");
		return new Sample(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
	}

}
