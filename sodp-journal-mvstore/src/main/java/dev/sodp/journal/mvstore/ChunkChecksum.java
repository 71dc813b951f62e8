// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A checksum over everything in a chunk, kept in the chunk's header. MVStore itself
 * checks the place and length of a page, but not what is in it.
 */
final class ChunkChecksum {

	/** No header of MVStore is longer. */
	static final int HEADER = 1024;

	private static final byte[] FIELD = ",crc:".getBytes(StandardCharsets.ISO_8859_1);

	private static final int DIGITS = 8;

	private ChunkChecksum() {
	}

	/**
	 * Writes the checksum into the blanks with which MVStore pads a header.
	 * @param chunk the whole chunk, from position 0 to the limit
	 */
	static void write(ByteBuffer chunk) {
		int position = end(chunk);
		while (chunk.get(position - 1) == ' ') {
			position--;
		}
		if (chunk.get(position + FIELD.length + DIGITS - 1) != ' ') {
			throw new IllegalStateException("No room for a checksum in the header of a chunk");
		}
		for (byte b : FIELD) {
			chunk.put(position++, b);
		}
		put(chunk, position, "0".repeat(DIGITS));
		CRC32C crc = new CRC32C();
		crc.update(chunk.duplicate().rewind());
		put(chunk, position, String.format("%08x", crc.getValue()));
	}

	/**
	 * Takes the checksum out of a chunk's first bytes, as they were when it was
	 * calculated.
	 * @param start at least the header of a chunk; changed
	 * @return the checksum, or -1 if there is none
	 */
	static long take(ByteBuffer start) {
		int end = end(start);
		String header = new String(start.array(), start.arrayOffset(), Math.max(end, 0), StandardCharsets.ISO_8859_1);
		int field = header.lastIndexOf(new String(FIELD, StandardCharsets.ISO_8859_1));
		int position = field + FIELD.length;
		if (field < 0 || position + DIGITS > end) {
			return -1;
		}
		try {
			long checksum = Long.parseLong(header.substring(position, position + DIGITS), 16);
			put(start, position, "0".repeat(DIGITS));
			return checksum;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static int end(ByteBuffer chunk) {
		for (int i = 0; i < Math.min(HEADER, chunk.limit()); i++) {
			if (chunk.get(i) == '\n') {
				return i;
			}
		}
		return -1;
	}

	private static void put(ByteBuffer chunk, int position, String text) {
		for (int i = 0; i < text.length(); i++) {
			chunk.put(position + i, (byte) text.charAt(i));
		}
	}

}
