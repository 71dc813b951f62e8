// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pattern that matches places inside a state value: a JSON Pointer in which a segment
 * may match any member or element. {@code *} is such a segment, and so is {@code {name}},
 * which also gives a name to what it matches. {@code /players/{player}/health} matches
 * the health of every player, <code>/*</code> everything one level below the root.
 *
 * <p>
 * Immutable.
 */
public final class PathPattern {

	private final String text;

	private final List<Segment> segments;

	private PathPattern(String text, List<Segment> segments) {
		this.text = text;
		this.segments = List.copyOf(segments);
	}

	/**
	 * Parses a pattern.
	 * @param pattern a slash before each of its segments; {@code ~1} stands for a slash
	 * and {@code ~0} for a tilde
	 * @return the pattern
	 * @throws IllegalArgumentException if the pattern is invalid, with a message that
	 * says why
	 */
	public static PathPattern parse(String pattern) {
		if (!pattern.startsWith("/")) {
			throw new IllegalArgumentException(
					"Path '" + pattern + "' must start with '/', for example '/players/{name}/health'");
		}
		StatePath path = StatePath.parse(pattern);
		if (path.isRoot()) {
			throw new IllegalArgumentException("Path '/' is the whole value, which needs no path");
		}
		List<Segment> segments = new ArrayList<>();
		for (String segment : path.segments()) {
			segments.add(segment(segment, pattern));
		}
		PathPattern parsed = new PathPattern(pattern, segments);
		List<String> names = parsed.names();
		if (names.size() != names.stream().distinct().count()) {
			throw new IllegalArgumentException("Path '" + pattern + "' uses a name twice");
		}
		return parsed;
	}

	private static Segment segment(String segment, String pattern) {
		if (segment.equals("*")) {
			return new Segment(null, null);
		}
		if (segment.startsWith("{") && segment.endsWith("}")) {
			String name = segment.substring(1, segment.length() - 1);
			if (name.isEmpty()) {
				throw new IllegalArgumentException(
						"Path '" + pattern + "' has a segment '{}'; write a name into it, or '*'");
			}
			return new Segment(null, name);
		}
		return new Segment(segment, null);
	}

	/**
	 * Returns the names of the named segments.
	 * @return the names in the order of the pattern
	 */
	public List<String> names() {
		List<String> names = new ArrayList<>();
		for (Segment segment : this.segments) {
			if (segment.name() != null) {
				names.add(segment.name());
			}
		}
		return names;
	}

	/**
	 * Returns the differences between two values at the places of this pattern, found by
	 * comparing the values. Parts that are the same instance are skipped.
	 * @param before the value before, or a missing node if there was none
	 * @param after the value after, or a missing node if there is none
	 * @return at most one change per place; a part that does not exist is a missing node
	 */
	public List<PathChange> changes(JsonNode before, JsonNode after) {
		PatternComparison comparison = new PatternComparison(this, before, after);
		comparison.compare(List.of());
		return comparison.changes();
	}

	/**
	 * Returns the differences between two values at the places of this pattern, found by
	 * looking only where the operations lead: the cost depends on the operations and on
	 * the size of what they replace, not on the size of the value.
	 * @param before the value before, or a missing node if there was none
	 * @param after the value after, or a missing node if there is none
	 * @param ops the operations that lead from {@code before} to {@code after}
	 * @return at most one change per place; a part that does not exist is a missing node
	 */
	public List<PathChange> changes(JsonNode before, JsonNode after, List<DeltaOp> ops) {
		PatternComparison comparison = new PatternComparison(this, before, after);
		new AffectedPlaces(this, before, after).of(ops).forEach(comparison::compare);
		return comparison.changes();
	}

	int depth() {
		return this.segments.size();
	}

	/** Returns the only segment that matches at a level, or null if any does. */
	@Nullable String literal(int level) {
		return this.segments.get(level).literal();
	}

	boolean fits(int level, String segment) {
		String literal = literal(level);
		return literal == null || literal.equals(segment);
	}

	/** Returns what the named segments match at a place as deep as this pattern. */
	Map<String, String> variables(List<String> place) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (int i = 0; i < place.size(); i++) {
			String name = this.segments.get(i).name();
			if (name != null) {
				variables.put(name, place.get(i));
			}
		}
		return variables;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PathPattern pattern && this.segments.equals(pattern.segments);
	}

	@Override
	public int hashCode() {
		return this.segments.hashCode();
	}

	/**
	 * Returns the pattern as it was written.
	 * @return the pattern
	 */
	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * One level of a pattern.
	 *
	 * @param literal the only segment that matches, unescaped, or null if any does
	 * @param name name of what matches, or null
	 */
	private record Segment(@Nullable String literal, @Nullable String name) {
	}

}
