// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;
import java.util.Locale;

/**
 * Figures for people.
 */
final class MarkdownTable {

	private MarkdownTable() {
	}

	static String of(List<Comparison> comparisons) {
		StringBuilder table = new StringBuilder();
		table.append("| operation | entries | time | allocated | baseline | its time | its bytes | time ratio |\n");
		table.append("|---|---:|---:|---:|---|---:|---:|---:|\n");
		for (Comparison comparison : comparisons) {
			table.append("| ")
				.append(String.join(" | ", comparison.line().what(), entries(comparison),
						micros(comparison.ours().micros()), bytes(comparison.ours().bytes()),
						comparison.line().baseline(), micros(comparison.baseline().micros()),
						bytes(comparison.baseline().bytes()), ratio(comparison.ratio())))
				.append(" |\n");
		}
		return table.toString();
	}

	private static String entries(Comparison comparison) {
		return (comparison.entries() == 0) ? "" : String.format(Locale.ROOT, "%,d", comparison.entries());
	}

	private static String micros(double micros) {
		return (micros >= 100) ? String.format(Locale.ROOT, "%,.0f µs", micros)
				: String.format(Locale.ROOT, "%.2g µs", micros);
	}

	private static String bytes(double bytes) {
		return String.format(Locale.ROOT, "%,.0f B", bytes);
	}

	private static String ratio(double ratio) {
		return (ratio < 0.01) ? String.format(Locale.ROOT, "1/%,.0f", 1 / ratio)
				: String.format(Locale.ROOT, "%.2f", ratio);
	}

}
