// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of dot-separated segments: a literal matches itself, {@code {sub}} matches
 * one segment and captures it, and {@code *}, which can only be the last, matches one or
 * more segments. Immutable.
 */
public final class KeyPattern {

	private static final Pattern DOT = Pattern.compile("\\.");

	private static final String CAPTURE = "{sub}";

	private static final String REST = "*";

	private static final Match WITHOUT_CAPTURE = new Match(null);

	private final String text;

	/** A null captures. */
	private final @Nullable String[] segments;

	/** Whether one or more segments follow. */
	private final boolean open;

	private KeyPattern(String text, @Nullable String[] segments, boolean open) {
		this.text = text;
		this.segments = segments;
		this.open = open;
	}

	/**
	 * Parses a pattern.
	 * @param pattern such as {@code user.{sub}.*}
	 * @return the pattern
	 * @throws IllegalArgumentException if it is not one, with a message that says why,
	 * without a full stop
	 */
	public static KeyPattern parse(String pattern) {
		String[] parts = DOT.split(pattern, -1);
		boolean open = parts[parts.length - 1].equals(REST);
		@Nullable String[] segments = new @Nullable String[open ? parts.length - 1 : parts.length];
		for (int i = 0; i < segments.length; i++) {
			segments[i] = parts[i].equals(CAPTURE) ? null : literal(parts[i], pattern);
		}
		return new KeyPattern(pattern, segments, open);
	}

	private static String literal(String segment, String pattern) {
		if (segment.isEmpty()) {
			throw new IllegalArgumentException("the pattern '" + pattern + "' has an empty segment");
		}
		if (segment.contains(REST)) {
			throw new IllegalArgumentException(
					"'*' in the pattern '" + pattern + "' must be the last segment, and all of it");
		}
		if (segment.contains("{") || segment.contains("}")) {
			throw new IllegalArgumentException("the segment '" + segment + "' in the pattern '" + pattern
					+ "' has no meaning; the only placeholder is {sub}, which must be a whole segment");
		}
		return segment;
	}

	/**
	 * Returns whether a key matches.
	 * @param key the key
	 * @return whether it does
	 */
	public boolean matches(String key) {
		return match(key) != null;
	}

	/** Returns what was captured last, or null if the key does not match. */
	@Nullable Match match(String key) {
		String captured = null;
		int start = 0;
		for (String segment : this.segments) {
			if (start > key.length()) {
				return null;
			}
			int dot = key.indexOf('.', start);
			int end = (dot >= 0) ? dot : key.length();
			if (segment == null) {
				if (end == start) {
					return null;
				}
				captured = key.substring(start, end);
			}
			else if (segment.length() != end - start || !key.startsWith(segment, start)) {
				return null;
			}
			start = end + 1;
		}
		boolean matches = this.open ? start < key.length() : start > key.length();
		if (!matches) {
			return null;
		}
		return (captured != null) ? new Match(captured) : WITHOUT_CAPTURE;
	}

	/** Returns the first segment if only keys that begin with it match, else null. */
	@Nullable String firstLiteral() {
		return (this.segments.length > 0) ? this.segments[0] : null;
	}

	/**
	 * Returns how many segments this pattern captures; the last of them counts.
	 * @return the number of placeholders
	 */
	public int captures() {
		int count = 0;
		for (String segment : this.segments) {
			if (segment == null) {
				count++;
			}
		}
		return count;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof KeyPattern pattern && this.open == pattern.open
				&& Arrays.equals(this.segments, pattern.segments);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
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
	 * How a key matches.
	 *
	 * @param captured the segment that was captured last, or null if none was
	 */
	record Match(@Nullable String captured) {
	}

}
