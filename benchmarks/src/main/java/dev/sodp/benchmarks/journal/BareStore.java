// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.nio.file.Path;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * MVStore by itself: batches of records of a size, each committed and synced.
 */
final class BareStore implements AutoCloseable {

	private final MVStore store;

	private final MVMap<Long, byte[]> map;

	private final int bytes;

	private long key;

	BareStore(Path file, int bytes) {
		this.store = new MVStore.Builder().fileName(file.toString())
			.autoCommitDisabled()
			.autoCommitBufferSize(0)
			.open();
		this.map = this.store.openMap("records",
				new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
		this.bytes = bytes;
	}

	/**
	 * Writes batches.
	 * @param batches how many
	 * @param size records in each
	 * @return how long each sync took, in nanoseconds
	 */
	long[] run(int batches, int size) {
		long[] syncs = new long[batches];
		for (int i = 0; i < batches; i++) {
			for (int n = 0; n < size; n++) {
				byte[] record = new byte[this.bytes];
				record[0] = (byte) i;
				this.map.put(++this.key, record);
			}
			this.store.commit();
			long start = System.nanoTime();
			this.store.sync();
			syncs[i] = System.nanoTime() - start;
		}
		return syncs;
	}

	@Override
	public void close() {
		this.store.close();
	}

}
