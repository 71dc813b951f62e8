// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * Hard limits of decoding, so that no input costs more than its own size (protocol
 * sections 1 and 5).
 *
 * @param maxFrameBytes largest message that is read, in bytes
 * @param maxDepth deepest nesting of containers in a value
 */
public record CodecLimits(int maxFrameBytes, int maxDepth) {

	/** Room that a frame needs around the value it carries, in bytes. */
	public static final int ENVELOPE_BYTES = 64 * 1024;

	/** Deepest nesting of a state value. */
	public static final int MAX_VALUE_DEPTH = 128;

	/** What a server reads: 1 MiB. */
	public static final CodecLimits DEFAULT = new CodecLimits(1024 * 1024, MAX_VALUE_DEPTH);

	public CodecLimits {
		if (maxFrameBytes < 1) {
			throw new IllegalArgumentException("maxFrameBytes must be positive (was " + maxFrameBytes + ")");
		}
		if (maxDepth < 1 || maxDepth > 1000) {
			throw new IllegalArgumentException("maxDepth must be between 1 and 1000 (was " + maxDepth + ")");
		}
	}

	/**
	 * Default depth with another size.
	 * @param maxFrameBytes largest message that is read, in bytes
	 * @return the limits
	 */
	public static CodecLimits ofFrameBytes(int maxFrameBytes) {
		return new CodecLimits(maxFrameBytes, MAX_VALUE_DEPTH);
	}

}
