// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Divides keys into partitions, in the same way on all nodes for ever. */
public final class Partitions {

	private Partitions() {
	}

	/**
	 * The partition of a key.
	 * @param key the key
	 * @param partitions how many there are
	 * @return its partition, from 0
	 */
	public static int partition(String key, int partitions) {
		if (partitions == 1) {
			return 0;
		}
		CRC32 checksum = new CRC32();
		checksum.update(key.getBytes(StandardCharsets.UTF_8));
		return (int) (checksum.getValue() % partitions);
	}

}
