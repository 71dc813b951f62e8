// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Objects;

/**
 * Checks the names of states (protocol section 4): those that this server accepts, and
 * those that a client may send to servers that accept other names.
 */
public final class StateKeys {

	/** Maximum length of a name, in characters. */
	public static final int MAX_LENGTH = 256;

	private static final String ANY = "*";

	private static final String ANY_BELOW = ".*";

	private StateKeys() {
	}

	/**
	 * Rejects a name that does not consist of dot-separated segments of ASCII letters,
	 * digits, {@code _} and {@code -}.
	 * @param key the name
	 * @throws IllegalArgumentException if the name is invalid, with a message that says
	 * why
	 */
	public static void check(String key) {
		Objects.requireNonNull(key, "key must not be null");
		if (key.isEmpty()) {
			throw new IllegalArgumentException("A state key must not be empty");
		}
		if (key.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"State key " + Text.quote(key) + " is longer than " + MAX_LENGTH + " characters");
		}
		char previous = '.';
		for (int i = 0; i < key.length(); i++) {
			char c = key.charAt(i);
			if (c == '.' && previous == '.') {
				throw emptySegment(key);
			}
			if (c != '.' && !isAllowed(c)) {
				throw new IllegalArgumentException("State key " + Text.quote(key)
						+ " may only contain letters a-z, digits, '_', '-' and dots between segments (position " + i
						+ ")");
			}
			previous = c;
		}
		if (previous == '.') {
			throw emptySegment(key);
		}
	}

	/**
	 * Rejects a name that cannot be sent to any server.
	 * @param key the name
	 * @return the name
	 * @throws IllegalArgumentException if it is empty or cannot be written as UTF-8
	 */
	public static String checkSendable(String key) {
		Objects.requireNonNull(key, "key must not be null");
		if (key.isEmpty()) {
			throw new IllegalArgumentException("The key must not be empty");
		}
		return Values.checkText(key, "key");
	}

	/**
	 * Rejects a name that does not stand for one key, or that cannot be sent to any
	 * server.
	 * @param key the name
	 * @return the name
	 * @throws IllegalArgumentException if it is empty, is a {@linkplain #isPattern
	 * pattern} or cannot be written as UTF-8
	 */
	public static String checkSingle(String key) {
		if (isPattern(checkSendable(key))) {
			throw new IllegalArgumentException(
					Text.quote(key) + " stands for all keys with a prefix, where a single key is needed");
		}
		return key;
	}

	/**
	 * Returns whether a name stands for all keys with a prefix (protocol section 3).
	 * @param name a name
	 * @return {@code true} for {@code *} and for what ends with {@code .*}
	 */
	public static boolean isPattern(String name) {
		return name.equals(ANY) || (name.endsWith(ANY_BELOW) && name.length() > ANY_BELOW.length());
	}

	/**
	 * Returns the name that stands for all keys with a prefix.
	 * @param prefix what the keys begin with, up to and including a dot, such as
	 * {@code game.}; empty for all keys
	 * @return the pattern, such as {@code game.*}
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 */
	public static String pattern(String prefix) {
		Objects.requireNonNull(prefix, "prefix must not be null");
		if (prefix.equals(".") || !(prefix.isEmpty() || prefix.endsWith("."))) {
			throw new IllegalArgumentException(
					"The prefix must end with the dot after a segment, such as 'game.', or be empty (was "
							+ Text.quote(prefix) + ")");
		}
		return checkSendable(prefix + ANY);
	}

	/**
	 * Returns what the keys begin with that a pattern stands for.
	 * @param pattern a {@linkplain #isPattern pattern}
	 * @return the prefix, such as {@code game.}; empty for {@code *}
	 */
	public static String prefix(String pattern) {
		return pattern.substring(0, pattern.length() - ANY.length());
	}

	private static boolean isAllowed(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
	}

	private static IllegalArgumentException emptySegment(String key) {
		return new IllegalArgumentException(
				"State key " + Text.quote(key) + " must not start or end with a dot or contain two in a row");
	}

}
