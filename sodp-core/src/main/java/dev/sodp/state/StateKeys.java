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

	private static boolean isAllowed(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
	}

	private static IllegalArgumentException emptySegment(String key) {
		return new IllegalArgumentException(
				"State key " + Text.quote(key) + " must not start or end with a dot or contain two in a row");
	}

}
