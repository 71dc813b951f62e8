// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

/**
 * A DELTA as it is sent: encoded once, shared by all subscribers and the log of its key.
 */
public final class EncodedDelta {

	private final byte[] bytes;

	EncodedDelta(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The message.
	 * @return not to be modified
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	int size() {
		return this.bytes.length;
	}

}
