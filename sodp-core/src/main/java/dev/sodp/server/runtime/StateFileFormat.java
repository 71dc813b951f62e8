// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.charset.StandardCharsets;

/**
 * The file in which state travels between servers:
 *
 * <pre>
 * 8 bytes   "SODPSTAT"
 * 4 bytes   format number, {@value #FORMAT}
 * 8 bytes   number of keys
 * for each key, in ascending order:
 *   2 bytes   length of its name
 *   n bytes   its name in ASCII
 *   4 bytes   length of its value
 *   n bytes   its value in MessagePack, as the protocol encodes it
 * 4 bytes   CRC-32C of everything before
 * </pre>
 *
 * All numbers are big-endian. Nothing in it depends on where a server keeps its state.
 */
final class StateFileFormat {

	static final byte[] MAGIC = "SODPSTAT".getBytes(StandardCharsets.US_ASCII);

	static final int FORMAT = 1;

	/** Large enough that reading and writing take few calls of the system. */
	static final int BUFFER_BYTES = 64 * 1024;

	private StateFileFormat() {
	}

}
