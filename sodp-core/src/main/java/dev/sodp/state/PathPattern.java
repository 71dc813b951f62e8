// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A set of places inside a state value: a JSON Pointer, some of whose segments may stand
 * for any member or element. {@code *} is such a segment, and so is {@code {name}}, which
 * in addition gives what it stands for a name. {@code /players/{player}/health} is the
 * health of every player, <code>/*</code> everything one level below the root.
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
	 * Reads a pattern.
	 * @param pattern a slash before each of its segments; {@code ~1} stands for a slash
	 * and {@code ~0} for a tilde
	 * @return the pattern
	 * @throws IllegalArgumentException saying what is wrong with it
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
	 * The names of segments that stand for any member or element.
	 * @return in the order of the pattern
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
	 * What differs between two values at the places of this pattern, found by comparing
	 * them. Parts that are the same instance are passed over unread.
	 * @param before the value before, or a missing node if there was none
	 * @param after the value after, or a missing node if there is none
	 * @return at most one change a place; what was or is missing there is a missing node
	 */
	public List<PathChange> changes(JsonNode before, JsonNode after) {
		PatternComparison comparison = new PatternComparison(this, before, after);
		comparison.compare(List.of());
		return comparison.changes();
	}

	/**
	 * What differs between two values at the places of this pattern, found by looking
	 * only where the operations between them lead: the cost depends on them and on the
	 * size of what they replace, not on the size of the value.
	 * @param before the value before, or a missing node if there was none
	 * @param after the value after, or a missing node if there is none
	 * @param ops what leads from {@code before} to {@code after}
	 * @return at most one change a place; what was or is missing there is a missing node
	 */
	public List<PathChange> changes(JsonNode before, JsonNode after, List<DeltaOp> ops) {
		PatternComparison comparison = new PatternComparison(this, before, after);
		new AffectedPlaces(this, before, after).of(ops).forEach(comparison::compare);
		return comparison.changes();
	}

	int depth() {
		return this.segments.size();
	}

	/** The only segment that fits at a level, or null if any one does. */
	@Nullable String literal(int level) {
		return this.segments.get(level).literal();
	}

	boolean fits(int level, String segment) {
		String literal = literal(level);
		return literal == null || literal.equals(segment);
	}

	/** What the named segments stand for at a place as deep as this pattern. */
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
	 * The pattern.
	 * @return as it was written
	 */
	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * One level of a pattern.
	 *
	 * @param literal the only segment that fits, unescaped, or null if any one does
	 * @param name name of what fits, or null
	 */
	private record Segment(@Nullable String literal, @Nullable String name) {
	}

}
