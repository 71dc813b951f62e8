// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.ChangeCodec;

/**
 * A change of a key's log as it is stored, by its version. Names the version before, so
 * that a missing one is noticed, and the size of its operations, so that a log is bounded
 * without decoding it.
 *
 * @param key the key
 * @param version the version afterwards
 * @param previous the version of the key before
 * @param exists whether the key exists afterwards
 * @param opsBytes bytes of the operations
 * @param encoded the change as {@link ChangeCodec} encodes it
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record StoredDelta(String key, long version, long previous, boolean exists, int opsBytes, byte[] encoded) {

	private static final byte FORMAT = 1;

	private static final int FIXED = 1 + 8 + 1 + 4 + 4;

	static StoredDelta of(Change change, long previous, boolean exists) {
		return new StoredDelta(change.key(), change.version(), previous, exists, change.encodedOps().length,
				ChangeCodec.encode(change));
	}

	Change change() {
		return ChangeCodec.decode(this.key, this.version, this.encoded);
	}

	byte[] toBytes() {
		byte[] name = this.key.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(FIXED + name.length + this.encoded.length)
			.put(FORMAT)
			.putLong(this.previous)
			.put((byte) (this.exists ? 1 : 0))
			.putInt(this.opsBytes)
			.putInt(name.length)
			.put(name)
			.put(this.encoded)
			.array();
	}

	/**
	 * Reads a change.
	 * @param version its version
	 * @param bytes what {@link #toBytes()} returned
	 * @return the change
	 */
	static StoredDelta read(long version, byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		byte format = buffer.get();
		if (format != FORMAT) {
			throw new MalformedFrameException("a change of format " + format + ", known is " + FORMAT, 0, null, null,
					null, null);
		}
		long previous = buffer.getLong();
		boolean exists = buffer.get() != 0;
		int opsBytes = buffer.getInt();
		int length = buffer.getInt();
		String key = new String(bytes, buffer.position(), length, StandardCharsets.UTF_8);
		return new StoredDelta(key, version, previous, exists, opsBytes,
				Arrays.copyOfRange(bytes, buffer.position() + length, bytes.length));
	}

}
