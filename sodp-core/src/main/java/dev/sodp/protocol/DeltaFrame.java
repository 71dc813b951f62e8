// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.nio.charset.StandardCharsets;

/**
 * A DELTA around operations that are encoded already. Its sequence is 0, as the same
 * bytes go to every session. Made for each change of the state, so that it writes
 * MessagePack into the one array that it returns.
 */
public final class DeltaFrame {

	private static final int FIXED_ARRAY = 0x90;

	private static final int FIXED_MAP = 0x80;

	private static final int FIXED_TEXT = 0xa0;

	private static final int LONGEST_FIXED_TEXT = 31;

	private static final byte UINT8 = (byte) 0xcc;

	private static final byte UINT16 = (byte) 0xcd;

	private static final byte UINT32 = (byte) 0xce;

	private static final byte UINT64 = (byte) 0xcf;

	private static final byte TEXT8 = (byte) 0xd9;

	private static final byte TEXT16 = (byte) 0xda;

	private static final int ELEMENTS = 4;

	private static final int FIELDS = 3;

	/** Of the frame's array, type, sequence and map, and of the names of fields. */
	private static final int FIXED_BYTES = 1 + 1 + 1 + 1 + nameBytes(Names.VERSION) + nameBytes(Names.OPS)
			+ nameBytes(Names.STATE);

	private final byte[] bytes;

	private int position;

	private DeltaFrame(int size) {
		this.bytes = new byte[size];
	}

	/**
	 * Encodes a DELTA.
	 * @param stream the stream, at most 2^32 - 1
	 * @param state the key, at most 65,535 bytes long
	 * @param version the version, not negative
	 * @param encodedOps what {@link FrameEncoder#encodeOps} returned
	 * @return the message
	 */
	public static byte[] encode(long stream, String state, long version, byte[] encodedOps) {
		byte[] key = state.getBytes(StandardCharsets.UTF_8);
		DeltaFrame frame = new DeltaFrame(FIXED_BYTES + numberBytes(stream) + numberBytes(version) + encodedOps.length
				+ textHeaderBytes(key.length) + key.length);
		frame.put(FIXED_ARRAY | ELEMENTS);
		frame.put(FrameTypes.DELTA);
		frame.putNumber(stream);
		frame.put(0);
		frame.put(FIXED_MAP | FIELDS);
		frame.putName(Names.VERSION);
		frame.putNumber(version);
		frame.putName(Names.OPS);
		frame.put(encodedOps);
		frame.putName(Names.STATE);
		frame.putTextHeader(key.length);
		frame.put(key);
		return frame.bytes;
	}

	private static int nameBytes(String name) {
		return 1 + name.length();
	}

	private static int numberBytes(long number) {
		return (number <= Byte.MAX_VALUE) ? 1
				: (number <= 0xFF) ? 2 : (number <= 0xFFFF) ? 3 : (number <= 0xFFFF_FFFFL) ? 5 : 9;
	}

	private static int textHeaderBytes(int length) {
		return (length <= LONGEST_FIXED_TEXT) ? 1 : (length <= 0xFF) ? 2 : 3;
	}

	private void put(int value) {
		this.bytes[this.position++] = (byte) value;
	}

	private void put(byte[] part) {
		System.arraycopy(part, 0, this.bytes, this.position, part.length);
		this.position += part.length;
	}

	/** Names of the protocol are short and ASCII. */
	private void putName(String name) {
		put(FIXED_TEXT | name.length());
		for (int i = 0; i < name.length(); i++) {
			put(name.charAt(i));
		}
	}

	private void putNumber(long number) {
		switch (numberBytes(number)) {
			case 1 -> put((int) number);
			case 2 -> putNumber(UINT8, number, Byte.BYTES);
			case 3 -> putNumber(UINT16, number, Short.BYTES);
			case 5 -> putNumber(UINT32, number, Integer.BYTES);
			default -> putNumber(UINT64, number, Long.BYTES);
		}
	}

	private void putNumber(byte format, long number, int size) {
		put(format);
		for (int i = size - 1; i >= 0; i--) {
			put((int) (number >> (i * Byte.SIZE)));
		}
	}

	private void putTextHeader(int length) {
		switch (textHeaderBytes(length)) {
			case 1 -> put(FIXED_TEXT | length);
			case 2 -> putNumber(TEXT8, length, Byte.BYTES);
			default -> putNumber(TEXT16, length, Short.BYTES);
		}
	}

}
