// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/** Checks strings. */
final class Text {

	private static final int MAX_QUOTED = 100;

	private Text() {
	}

	/**
	 * Returns whether every surrogate is part of a pair, so that the string survives
	 * encoding as UTF-8.
	 */
	static boolean isWellFormed(String text) {
		boolean pending = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isLowSurrogate(c) != pending) {
				return false;
			}
			pending = Character.isHighSurrogate(c);
		}
		return !pending;
	}

	/** Quotes a string from outside, shortened to fit in a message. */
	static String quote(String text) {
		return (text.length() <= MAX_QUOTED) ? "'" + text + "'"
				: "'" + text.substring(0, MAX_QUOTED) + "…' (" + text.length() + " characters)";
	}

}
