// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/**
 * One of the two blocks at the start of the file, each of which names the chunk of one
 * commit. Written in the form of MVStore's own header, with a checksum.
 *
 * @param fields the header's fields
 */
record CommitSlot(Map<String, Object> fields) {

	/** Bytes of a slot. */
	static final int SIZE = 4096;

	private static final int FORMAT = 1;

	private static final String FORMAT_FIELD = "sodp";

	private static final String CHUNK = "chunk";

	private static final String BLOCK = "block";

	private static final String VERSION = "version";

	private static final String CLEAN = "clean";

	private static final String COPY = "copy";

	private static final String CHECKSUM = ",fletcher:";

	/**
	 * The slot of a commit.
	 * @param header the fields that MVStore keeps in its header
	 * @param chunk the number of the commit's chunk
	 * @param block where the chunk begins
	 * @param version the version of the store
	 */
	static CommitSlot of(Map<String, Object> header, int chunk, long block, long version) {
		CommitSlot slot = empty(header);
		slot.fields.put(CHUNK, chunk);
		slot.fields.put(BLOCK, block);
		slot.fields.put(VERSION, version);
		return slot;
	}

	/** The slot of a file without a commit. */
	static CommitSlot empty(Map<String, Object> header) {
		Map<String, Object> fields = new HashMap<>(header);
		fields.remove(CLEAN);
		fields.remove(COPY);
		fields.put(FORMAT_FIELD, FORMAT);
		return new CommitSlot(fields);
	}

	/** The same for a file that is closed, so that MVStore does not search for more. */
	CommitSlot clean() {
		return with(CLEAN);
	}

	/** The same for a copy, after which the original may have gone on. */
	CommitSlot copy() {
		return with(COPY);
	}

	private CommitSlot with(String mark) {
		Map<String, Object> marked = new HashMap<>(this.fields);
		marked.put(mark, 1);
		return new CommitSlot(marked);
	}

	boolean isClean() {
		return this.fields.containsKey(CLEAN);
	}

	boolean isCopy() {
		return this.fields.containsKey(COPY);
	}

	/** Whether this server can read what the file holds. */
	boolean isKnownFormat() {
		return number(FORMAT_FIELD) == FORMAT;
	}

	boolean hasCommit() {
		return this.fields.containsKey(CHUNK);
	}

	int chunk() {
		return (int) number(CHUNK);
	}

	long block() {
		return number(BLOCK);
	}

	long version() {
		return number(VERSION);
	}

	private long number(String field) {
		return DataUtils.readHexLong(this.fields, field, 0);
	}

	byte[] encode() {
		StringBuilder text = new StringBuilder(160);
		DataUtils.appendMap(text, new HashMap<>(this.fields));
		byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
		text.append(CHECKSUM)
			.append(Integer.toHexString(DataUtils.getFletcher32(content, 0, content.length)))
			.append('\n');
		return Arrays.copyOf(text.toString().getBytes(StandardCharsets.ISO_8859_1), SIZE);
	}

	/**
	 * Decodes a slot.
	 * @param block at least {@link #SIZE} bytes
	 * @param offset where it begins
	 * @return null if it is damaged
	 */
	static @Nullable CommitSlot decode(byte[] block, int offset) {
		String text = new String(block, offset, SIZE, StandardCharsets.ISO_8859_1);
		int end = text.indexOf('\n');
		int checksum = text.lastIndexOf(CHECKSUM, end);
		if (end < 0 || checksum < 0) {
			return null;
		}
		try {
			int expected = Integer.parseUnsignedInt(text.substring(checksum + CHECKSUM.length(), end), 16);
			if (DataUtils.getFletcher32(block, offset, checksum) != expected) {
				return null;
			}
			return new CommitSlot(new HashMap<>(DataUtils.parseMap(text.substring(0, checksum))));
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
