// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sodp.protocol.Envelope;
import dev.sodp.protocol.MalformedFrameException;
import tools.jackson.databind.JsonNode;

/**
 * The whole value of a key at one of its versions; changes after it stand in the log.
 *
 * @param version the version
 * @param exists whether the key existed
 * @param value the value as {@link Envelope} encodes it
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record StoredHead(long version, boolean exists, byte[] value) {

	private static final byte FORMAT = 1;

	private static final int FIXED = 1 + 8 + 1;

	static StoredHead of(long version, boolean exists, JsonNode value) {
		return new StoredHead(version, exists, Envelope.encode(value));
	}

	byte[] toBytes() {
		return ByteBuffer.allocate(FIXED + this.value.length)
			.put(FORMAT)
			.putLong(this.version)
			.put((byte) (this.exists ? 1 : 0))
			.put(this.value)
			.array();
	}

	static StoredHead read(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		byte format = buffer.get();
		if (format != FORMAT) {
			throw new MalformedFrameException("a value of format " + format + ", known is " + FORMAT, 0, null, null,
					null, null);
		}
		return new StoredHead(buffer.getLong(), buffer.get() != 0, Arrays.copyOfRange(bytes, FIXED, bytes.length));
	}

}
