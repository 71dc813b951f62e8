// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.nio.file.Path;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * MVStore by itself, with the records that a journal writes for changes of keys in turn:
 * each change, from time to time a whole value, and the oldest change of a full log
 * removed.
 */
final class BareStore implements AutoCloseable {

	/** About what a change of one member takes. */
	private static final int CHANGE_BYTES = 120;

	/** About what an object of ten members takes. */
	private static final int VALUE_BYTES = 120;

	/** About how many changes the whole value is written after. */
	private static final int CHANGES_OF_A_VALUE = 4;

	private final MVStore store;

	private final MVMap<Long, byte[]> changes;

	private final MVMap<String, byte[]> values;

	private final int keys;

	private final int log;

	private long change;

	/**
	 * Creates the store.
	 * @param file its file
	 * @param keys how many keys
	 * @param log changes that are kept of each
	 */
	BareStore(Path file, int keys, int log) {
		this.store = new MVStore.Builder().fileName(file.toString())
			.autoCommitDisabled()
			.autoCommitBufferSize(0)
			.open();
		this.changes = this.store.openMap("changes",
				new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
		this.values = this.store.openMap("values", new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
			.valueType(ByteArrayDataType.INSTANCE));
		this.keys = keys;
		this.log = log;
	}

	/**
	 * Writes batches.
	 * @param batches how many
	 * @param size changes in each
	 * @return how long each sync took, in nanoseconds
	 */
	long[] run(int batches, int size) {
		long[] syncs = new long[batches];
		for (int i = 0; i < batches; i++) {
			for (int n = 0; n < size; n++) {
				write();
			}
			this.store.commit();
			long start = System.nanoTime();
			this.store.sync();
			syncs[i] = System.nanoTime() - start;
		}
		return syncs;
	}

	private void write() {
		long version = ++this.change;
		this.changes.put(version, record(CHANGE_BYTES, version));
		if (version / this.keys % CHANGES_OF_A_VALUE == 0) {
			this.values.put("key." + version % this.keys, record(VALUE_BYTES, version));
		}
		if (version > (long) this.keys * this.log) {
			this.changes.remove(version - (long) this.keys * this.log);
		}
	}

	private static byte[] record(int bytes, long content) {
		byte[] record = new byte[bytes];
		record[0] = (byte) content;
		return record;
	}

	@Override
	public void close() {
		this.store.close();
	}

}
