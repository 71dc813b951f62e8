// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws how the time of a change grows with the number of entries, both axes logarithmic.
 */
final class GrowthChart {

	private static final int WIDTH = 640;

	private static final int HEIGHT = 400;

	private static final int LEFT = 80;

	private static final int RIGHT = 190;

	private static final int TOP = 20;

	private static final int BOTTOM = 50;

	/** Decades on the axes: 10 to 100,000 entries, 100 ns to 1 s. */
	private static final int MIN_X = 1;

	private static final int MAX_X = 5;

	private static final int MIN_Y = -1;

	private static final int MAX_Y = 6;

	private static final List<String> TIMES = List.of("100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms",
			"1 s");

	private final List<Comparison> comparisons;

	GrowthChart(List<Comparison> comparisons) {
		this.comparisons = comparisons.stream().filter((comparison) -> comparison.entries() > 0).toList();
	}

	String svg() {
		StringBuilder svg = new StringBuilder();
		svg.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
				+ " font-family=\"sans-serif\" font-size=\"13\">\n", WIDTH, HEIGHT));
		svg.append("<title>Time of one change by number of entries</title>\n");
		svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
		grid(svg);
		curve(svg, Line.APPLY, "#1f6f3a", false, "SODP: apply");
		curve(svg, "typed", "#2a5db0", false, "SODP: apply, convert");
		curve(svg, Line.APPLY, "#1f6f3a", true, "copy, change");
		curve(svg, "typed", "#2a5db0", true, "copy, change, convert");
		return svg.append("</svg>\n").toString();
	}

	private static void grid(StringBuilder svg) {
		for (int decade = MIN_Y; decade <= MAX_Y; decade++) {
			double y = y(decade);
			svg.append(format("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>\n", LEFT, y, WIDTH - RIGHT));
			svg.append(format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 8, y + 4,
					TIMES.get(decade - MIN_Y)));
		}
		for (int decade = MIN_X; decade <= MAX_X; decade++) {
			svg.append(format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>\n", x(decade),
					HEIGHT - BOTTOM + 20, (int) Math.pow(10, decade)));
		}
		svg.append(format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">entries of five fields</text>\n",
				x((MIN_X + MAX_X) / 2.0), HEIGHT - 10));
	}

	private void curve(StringBuilder svg, String name, String color, boolean baseline, String label) {
		ToDoubleFunction<Comparison> micros = (comparison) -> baseline ? comparison.baseline().micros()
				: comparison.ours().micros();
		StringBuilder points = new StringBuilder();
		double end = 0;
		for (Comparison comparison : this.comparisons) {
			if (comparison.line().name().equals(name)) {
				end = y(Math.log10(micros.applyAsDouble(comparison)));
				points.append(format("%.1f,%.1f ", x(Math.log10(comparison.entries())), end));
			}
		}
		if (!points.isEmpty()) {
			svg.append(format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n",
					points.toString().trim(), color, baseline ? " stroke-dasharray=\"5 4\"" : ""));
			double beside = end + (name.equals(Line.APPLY) ? 12 : -2);
			svg.append(format("<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>\n", WIDTH - RIGHT + 8, beside, color,
					label));
		}
	}

	private static double x(double decade) {
		return LEFT + (decade - MIN_X) / (MAX_X - MIN_X) * (WIDTH - LEFT - RIGHT);
	}

	private static double y(double decade) {
		return HEIGHT - BOTTOM - (decade - MIN_Y) / (MAX_Y - MIN_Y) * (HEIGHT - TOP - BOTTOM);
	}

	private static String format(String format, Object... args) {
		return String.format(Locale.ROOT, format, args);
	}

}
