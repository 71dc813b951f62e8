// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keys as the server sees them: bytes, which it compares without sign. */
final class Utf8 {

	private Utf8() {
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static int compare(String one, String other) {
		return Arrays.compareUnsigned(bytes(one), bytes(other));
	}

	/** What is greater than everything that begins with the prefix: no text has 0xFF. */
	static byte[] beyond(String prefix) {
		byte[] bytes = bytes(prefix);
		byte[] beyond = Arrays.copyOf(bytes, bytes.length + 1);
		beyond[bytes.length] = (byte) 0xFF;
		return beyond;
	}

	/** A pattern that matches the text alone. */
	static String literally(String text) {
		return text.replaceAll("[\\\\*?\\[\\]^-]", "\\\\$0");
	}

}
