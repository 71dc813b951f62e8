// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;

/**
 * A presence path and its owner as they are stored.
 *
 * @param key the key
 * @param path the path
 * @param owner to whom it belongs
 */
record StoredPresence(String key, StatePath path, PresenceOwner owner) {

	private static final byte FORMAT = 1;

	/** A key may contain any character, so its length separates it from the path. */
	static String name(String key, StatePath path) {
		return key.length() + ":" + key + path;
	}

	static byte[] owner(PresenceOwner owner) {
		byte[] life = owner.life().getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(1 + Long.BYTES + life.length).put(FORMAT).putLong(owner.session()).put(life).array();
	}

	static StoredPresence read(String name, byte[] bytes) {
		if (bytes[0] != FORMAT) {
			throw new MalformedFrameException("a presence path of format " + bytes[0] + ", known is " + FORMAT, 0, null,
					null, null, null);
		}
		int colon = name.indexOf(':');
		int end = colon + 1 + Integer.parseInt(name.substring(0, colon));
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
		long session = buffer.getLong();
		String life = StandardCharsets.UTF_8.decode(buffer).toString();
		return new StoredPresence(name.substring(colon + 1, end), StatePath.parse(name.substring(end)),
				new PresenceOwner(life, session));
	}

}
