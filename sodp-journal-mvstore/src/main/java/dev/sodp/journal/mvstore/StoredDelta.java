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
 */
final class StoredDelta {

	private static final byte FORMAT = 1;

	private static final int PREVIOUS = 1;

	private static final int EXISTS = PREVIOUS + Long.BYTES;

	private static final int OPS_BYTES = EXISTS + 1;

	private static final int KEY_LENGTH = OPS_BYTES + Integer.BYTES;

	private static final int KEY = KEY_LENGTH + Integer.BYTES;

	private final long version;

	private final byte[] stored;

	private StoredDelta(long version, byte[] stored) {
		this.version = version;
		this.stored = stored;
	}

	static StoredDelta of(Change change, long previous, boolean exists) {
		byte[] key = change.key().getBytes(StandardCharsets.UTF_8);
		byte[] encoded = ChangeCodec.encode(change);
		return new StoredDelta(change.version(),
				ByteBuffer.allocate(KEY + key.length + encoded.length)
					.put(FORMAT)
					.putLong(previous)
					.put((byte) (exists ? 1 : 0))
					.putInt(change.encodedOps().length)
					.putInt(key.length)
					.put(key)
					.put(encoded)
					.array());
	}

	/**
	 * Reads a change.
	 * @param version its version
	 * @param bytes what {@link #toBytes()} returned
	 * @return the change
	 */
	static StoredDelta read(long version, byte[] bytes) {
		if (bytes[0] != FORMAT) {
			throw new MalformedFrameException("a change of format " + bytes[0] + ", known is " + FORMAT, 0, null, null,
					null, null);
		}
		return new StoredDelta(version, bytes);
	}

	byte[] toBytes() {
		return this.stored;
	}

	/** The version of the key afterwards. */
	long version() {
		return this.version;
	}

	/** The version of the key before. */
	long previous() {
		return ByteBuffer.wrap(this.stored).getLong(PREVIOUS);
	}

	/** Whether the key exists afterwards. */
	boolean exists() {
		return this.stored[EXISTS] != 0;
	}

	/** Bytes of the operations. */
	int opsBytes() {
		return ByteBuffer.wrap(this.stored).getInt(OPS_BYTES);
	}

	String key() {
		return new String(this.stored, KEY, keyLength(), StandardCharsets.UTF_8);
	}

	private int keyLength() {
		return ByteBuffer.wrap(this.stored).getInt(KEY_LENGTH);
	}

	/**
	 * Decodes the change.
	 * @param key the key, whose name is not decoded again
	 */
	Change change(String key) {
		return ChangeCodec.decode(key, this.version,
				Arrays.copyOfRange(this.stored, KEY + keyLength(), this.stored.length));
	}

}
