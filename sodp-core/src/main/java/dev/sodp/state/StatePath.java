// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A place inside a state value: a JSON Pointer in which {@code /} alone denotes the root,
 * like the empty string (protocol section 4). Therefore a top-level member named "" has
 * no path, but what is below it has one.
 *
 * <p>
 * Immutable, and equal to every path with the same segments.
 */
public final class StatePath implements Comparable<StatePath> {

	/** The whole value. */
	public static final StatePath ROOT = new StatePath(List.of());

	private final List<String> segments;

	private StatePath(List<String> segments) {
		this.segments = segments;
	}

	/** Returns the path with these segments, unescaped. */
	static StatePath of(List<String> segments) {
		return segments.isEmpty() ? ROOT : new StatePath(List.copyOf(segments));
	}

	/**
	 * Parses a pointer. {@code ~1} stands for a slash and {@code ~0} for a tilde; any
	 * other tilde is literal.
	 * @param pointer empty, {@code /}, or a slash before each segment
	 * @return the path
	 * @throws InvalidDeltaException if the pointer is neither empty nor starts with a
	 * slash, or contains an unpaired surrogate
	 */
	public static StatePath parse(String pointer) {
		if (pointer.isEmpty() || pointer.equals("/")) {
			return ROOT;
		}
		check(pointer);
		String[] segments = new String[count(pointer)];
		int start = 1;
		for (int i = 0; i < segments.length; i++) {
			int end = (i < segments.length - 1) ? pointer.indexOf('/', start) : pointer.length();
			segments[i] = unescape(pointer.substring(start, end));
			start = end + 1;
		}
		return new StatePath(List.of(segments));
	}

	private static int count(String pointer) {
		int slashes = 0;
		for (int i = 0; i < pointer.length(); i++) {
			slashes += (pointer.charAt(i) == '/') ? 1 : 0;
		}
		return slashes;
	}

	/**
	 * Rejects what {@link #parse(String)} rejects, without parsing.
	 * @param pointer the pointer
	 * @throws InvalidDeltaException if it is invalid
	 */
	public static void check(String pointer) {
		if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
			throw new InvalidDeltaException(
					"Path " + Text.quote(pointer) + " must be empty or start with '/', for example '/players/1'");
		}
		if (!Text.isWellFormed(pointer)) {
			throw new InvalidDeltaException("Path " + Text.quote(pointer) + " contains an unpaired surrogate");
		}
	}

	private static String unescape(String segment) {
		int tilde = segment.indexOf('~');
		if (tilde < 0) {
			return segment;
		}
		StringBuilder text = new StringBuilder(segment.length());
		int start = 0;
		while (tilde >= 0) {
			text.append(segment, start, tilde);
			char next = (tilde + 1 < segment.length()) ? segment.charAt(tilde + 1) : ' ';
			boolean escape = next == '0' || next == '1';
			text.append((next == '1') ? '/' : '~');
			start = tilde + (escape ? 2 : 1);
			tilde = segment.indexOf('~', start);
		}
		return text.append(segment, start, segment.length()).toString();
	}

	static String escape(String segment) {
		return segment.replace("~", "~0").replace("/", "~1");
	}

	/**
	 * Returns the segments from the root down, unescaped.
	 * @return one segment per level, none for the root
	 */
	public List<String> segments() {
		return this.segments;
	}

	/**
	 * Returns whether this path denotes the whole value.
	 * @return {@code true} if there are no segments
	 */
	public boolean isRoot() {
		return this.segments.isEmpty();
	}

	/**
	 * Returns the path of a member or element.
	 * @param segment name of a member or index of an element, unescaped
	 * @return the longer path
	 */
	public StatePath child(String segment) {
		List<String> longer = new ArrayList<>(this.segments.size() + 1);
		longer.addAll(this.segments);
		longer.add(segment);
		return new StatePath(List.copyOf(longer));
	}

	/**
	 * Returns whether this path names a part of what another one names.
	 * @param other the other path
	 * @return {@code true} also if they are equal
	 */
	public boolean startsWith(StatePath other) {
		int length = other.segments.size();
		return this.segments.size() >= length && this.segments.subList(0, length).equals(other.segments);
	}

	/**
	 * Orders paths so that what lies below one follows it directly.
	 */
	@Override
	public int compareTo(StatePath other) {
		int common = Math.min(this.segments.size(), other.segments.size());
		for (int i = 0; i < common; i++) {
			int bySegment = this.segments.get(i).compareTo(other.segments.get(i));
			if (bySegment != 0) {
				return bySegment;
			}
		}
		return Integer.compare(this.segments.size(), other.segments.size());
	}

	/**
	 * Returns the nearest enclosing place that every client can find, even one that does
	 * not unescape paths: no segment contains a tilde or a slash, and the first one is
	 * not empty.
	 * @return this path or the longest such path above it, at worst the root
	 */
	public StatePath plain() {
		for (int i = 0; i < this.segments.size(); i++) {
			if (!isPlain(this.segments.get(i), i == 0)) {
				return (i == 0) ? ROOT : new StatePath(this.segments.subList(0, i));
			}
		}
		return this;
	}

	static boolean isPlain(String segment, boolean first) {
		return segment.indexOf('~') < 0 && segment.indexOf('/') < 0 && !(first && segment.isEmpty());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof StatePath path && this.segments.equals(path.segments);
	}

	@Override
	public int hashCode() {
		return this.segments.hashCode();
	}

	/**
	 * Returns the pointer.
	 * @return the pointer, escaped; {@code /} for the root
	 */
	@Override
	public String toString() {
		if (isRoot()) {
			return "/";
		}
		StringBuilder pointer = new StringBuilder();
		for (String segment : this.segments) {
			pointer.append('/').append(escape(segment));
		}
		return pointer.toString();
	}

}
