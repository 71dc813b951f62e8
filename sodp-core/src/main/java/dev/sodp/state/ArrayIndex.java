// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/**
 * Path segments as positions in an array (protocol section 4): ASCII digits, with leading
 * zeros allowed, or {@link #END}.
 */
public final class ArrayIndex {

	/** The segment for the position behind the last element. */
	public static final String END = "-";

	/** Stands for a position that an array does not have and cannot add. */
	public static final int NONE = -1;

	private static final int MAX_DIGITS = 10;

	private ArrayIndex() {
	}

	static boolean isIndex(String segment) {
		if (segment.equals(END)) {
			return true;
		}
		for (int i = 0; i < segment.length(); i++) {
			if (segment.charAt(i) < '0' || segment.charAt(i) > '9') {
				return false;
			}
		}
		return !segment.isEmpty();
	}

	/**
	 * Returns the position that a segment denotes.
	 * @param segment a segment
	 * @param length number of elements of the array
	 * @return at most {@code length}, which stands for the end, or {@link #NONE}
	 */
	public static int resolve(String segment, int length) {
		if (!isIndex(segment)) {
			return NONE;
		}
		if (segment.equals(END)) {
			return length;
		}
		int start = 0;
		while (start < segment.length() - 1 && segment.charAt(start) == '0') {
			start++;
		}
		if (segment.length() - start > MAX_DIGITS) {
			return NONE;
		}
		long index = Long.parseLong(segment, start, segment.length(), 10);
		return (index <= length) ? (int) index : NONE;
	}

}
