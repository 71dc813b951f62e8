// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns frames of ours into what only foreign servers send.
 */
final class ForeignFrames {

	private static final int SHORT_TEXT = 0xA0;

	private static final int NIL = 0xC0;

	private ForeignFrames() {
	}

	/** Writes the last field of a name under another one. */
	static byte[] rename(byte[] frame, String field, String other) {
		byte[] name = encoded(field);
		int at = lastIndexOf(frame, name);
		ByteArrayOutputStream renamed = new ByteArrayOutputStream();
		renamed.write(frame, 0, at);
		renamed.writeBytes(encoded(other));
		renamed.write(frame, at + name.length, frame.length - at - name.length);
		return renamed.toByteArray();
	}

	/** Writes nil instead of the value of the last field. */
	static byte[] lastFieldNull(byte[] frame, String field) {
		byte[] name = encoded(field);
		ByteArrayOutputStream shortened = new ByteArrayOutputStream();
		shortened.write(frame, 0, lastIndexOf(frame, name) + name.length);
		shortened.write(NIL);
		return shortened.toByteArray();
	}

	private static byte[] encoded(String name) {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		text.write(SHORT_TEXT | name.length());
		text.writeBytes(name.getBytes(StandardCharsets.UTF_8));
		return text.toByteArray();
	}

	private static int lastIndexOf(byte[] bytes, byte[] part) {
		for (int at = bytes.length - part.length; at >= 0; at--) {
			if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
				return at;
			}
		}
		throw new IllegalArgumentException("The frame has no such field");
	}

}
