package dev.sodp.server;

/**
 * A DELTA as it travels: encoded once, shared by all subscribers and the log of its key.
 */
final class EncodedDelta {

	private final byte[] bytes;

	EncodedDelta(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The message.
	 * @return not to be modified
	 */
	byte[] bytes() {
		return this.bytes;
	}

	int size() {
		return this.bytes.length;
	}

}
