// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;

import dev.sodp.protocol.FrameTypes;

/**
 * Recognizes a CALL by the first bytes of its message: an array that begins with the
 * number of the frame type (protocol section 1).
 */
final class CallFrames {

	private static final int SMALL_ARRAY = 0x90;

	private static final int ARRAY_16 = 0xdc;

	private static final int ARRAY_32 = 0xdd;

	/** The first of four integer types, each twice as wide as the one before. */
	private static final int UINT_8 = 0xcc;

	private static final int UINT_64 = 0xcf;

	private CallFrames() {
	}

	/**
	 * Looks at a message without reading it.
	 * @param message the beginning of a message, of any content
	 * @return whether it is a CALL
	 */
	static boolean isCall(ByteBuffer message) {
		int at = message.position();
		int array = at(message, at);
		if ((array & 0xf0) == SMALL_ARRAY) {
			at += 1;
		}
		else if (array == ARRAY_16) {
			at += 1 + Short.BYTES;
		}
		else if (array == ARRAY_32) {
			at += 1 + Integer.BYTES;
		}
		else {
			return false;
		}
		int type = at(message, at);
		if (type < UINT_8 || type > UINT_64) {
			return type == FrameTypes.CALL;
		}
		int width = 1 << (type - UINT_8);
		for (int leading = 1; leading < width; leading++) {
			if (at(message, at + leading) != 0) {
				return false;
			}
		}
		return at(message, at + width) == FrameTypes.CALL;
	}

	private static int at(ByteBuffer message, int index) {
		return (index < message.limit()) ? message.get(index) & 0xff : -1;
	}

}
