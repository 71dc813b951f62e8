// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the programs have printed and reports which goals are met. */
public final class Goals {

	private static final Pattern RESULT = Pattern.compile("RESULT name=(\\S+) value=(\\S+) unit=\\S+");

	private Goals() {
	}

	/**
	 * Prints one line for each goal whose figure was measured.
	 * @param args file with the output of the programs
	 */
	public static void main(String[] args) throws IOException {
		Map<String, Double> values = new HashMap<>();
		try (Stream<String> lines = Files.lines(Path.of(args[0]))) {
			lines.map(RESULT::matcher)
				.filter(Matcher::matches)
				.forEach((result) -> values.put(result.group(1), Double.valueOf(result.group(2))));
		}
		for (Goal goal : Goal.ALL) {
			Double value = values.get(goal.name());
			if (value != null) {
				System.out.println(goal.describe(value));
			}
		}
	}

}
