// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;

/**
 * Parses the paths of mutations and refuses invalid ones with code 400.
 */
public final class Paths {

	/** A segment that denotes the end of an array. */
	static final String END = "-";

	private static final int MAX_DIGITS = 10;

	private Paths() {
	}

	public static StatePath parse(String pointer) {
		StatePath path;
		try {
			path = StatePath.parse(pointer);
		}
		catch (IllegalArgumentException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
		if (path.segments().size() > Values.MAX_DEPTH) {
			throw refused("A path must not lead deeper than " + Values.MAX_DEPTH + " levels");
		}
		return path;
	}

	/**
	 * The position in an array that a segment denotes.
	 * @param segment a segment
	 * @param length number of elements
	 * @return up to {@code length}, which stands for the end, or -1 for no position
	 */
	static int index(String segment, int length) {
		if (segment.equals(END)) {
			return length;
		}
		if (segment.isEmpty() || !segment.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return -1;
		}
		String digits = segment.replaceFirst("^0+(?=.)", "");
		if (digits.length() > MAX_DIGITS) {
			return -1;
		}
		long index = Long.parseLong(digits);
		return (index <= length) ? (int) index : -1;
	}

	static StateRejectedException refused(String message) {
		return new StateRejectedException(ErrorCode.BAD_REQUEST, message);
	}

}
