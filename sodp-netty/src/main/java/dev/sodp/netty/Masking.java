// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of what clients send (RFC 6455, section 5.3). */
final class Masking {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Masking() {
	}

	/**
	 * Masks bytes, or undoes that.
	 * @param bytes an array
	 * @param from index of the first byte
	 * @param length number of bytes
	 * @param mask the key, whose highest byte belongs to the first one
	 */
	static void apply(byte[] bytes, int from, int length, int mask) {
		long twice = (mask & 0xFFFF_FFFFL) << 32 | (mask & 0xFFFF_FFFFL);
		int end = from + length;
		int next = from;
		for (; next + Long.BYTES <= end; next += Long.BYTES) {
			LONGS.set(bytes, next, (long) LONGS.get(bytes, next) ^ twice);
		}
		for (; next < end; next++) {
			bytes[next] ^= (byte) (mask >>> (24 - 8 * ((next - from) & 3)));
		}
	}

}
