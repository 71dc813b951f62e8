// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Caches short ASCII strings of a session, so that field names, state keys and paths that
 * occur again and again are not allocated each time. Every string has exactly one slot,
 * where a new one evicts the old: the size is fixed, and a peer that keeps sending new
 * strings only makes the cache useless.
 */
final class TextCache {

	private static final int MAX_LENGTH = 48;

	private static final int PLACES = 128;

	private final @Nullable String[] texts = new @Nullable String[PLACES];

	/**
	 * Returns the string of these bytes, or null if it is too long, not ASCII or not
	 * cached yet; then {@link #add} it.
	 */
	@Nullable String find(byte[] bytes, int offset, int length) {
		if (length > MAX_LENGTH) {
			return null;
		}
		String text = this.texts[place(bytes, offset, length)];
		return (text != null && isAt(text, bytes, offset, length)) ? text : null;
	}

	/**
	 * Returns whether these bytes are a string; false also for one that is not ASCII,
	 * because a byte above 127 never equals a char.
	 */
	static boolean isAt(String text, byte[] bytes, int offset, int length) {
		if (text.length() != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (text.charAt(i) != bytes[offset + i]) {
				return false;
			}
		}
		return true;
	}

	void add(String text, byte[] bytes, int offset, int length) {
		// As many characters as bytes: ASCII only.
		if (length <= MAX_LENGTH && text.length() == length) {
			this.texts[place(bytes, offset, length)] = text;
		}
	}

	private static int place(byte[] bytes, int offset, int length) {
		int hash = length;
		for (int i = offset; i < offset + length; i++) {
			hash = 31 * hash + bytes[i];
		}
		return (hash ^ (hash >>> 7)) & (PLACES - 1);
	}

}
