// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * Hard limits for decoding, so that no input costs more than its own size (protocol
 * sections 1 and 5).
 *
 * @param maxFrameBytes largest message to read, in bytes
 * @param maxDepth deepest nesting of containers in a value
 */
public record CodecLimits(int maxFrameBytes, int maxDepth) {

	/** Room that a frame needs around the value it carries: 64 KiB. */
	public static final int ENVELOPE_BYTES = 64 * 1024;

	/** Deepest nesting of a state value. */
	public static final int MAX_VALUE_DEPTH = 128;

	/** What a server reads by default: 1 MiB. */
	public static final CodecLimits DEFAULT = new CodecLimits(1024 * 1024, MAX_VALUE_DEPTH);

	/**
	 * Creates limits.
	 * @param maxFrameBytes largest message to read, in bytes; positive
	 * @param maxDepth deepest nesting of containers in a value, 1 to 1,000
	 * @throws IllegalArgumentException if a limit is out of range
	 */
	public CodecLimits {
		if (maxFrameBytes < 1) {
			throw new IllegalArgumentException("maxFrameBytes must be positive (was " + maxFrameBytes + ")");
		}
		if (maxDepth < 1 || maxDepth > 1000) {
			throw new IllegalArgumentException("maxDepth must be between 1 and 1000 (was " + maxDepth + ")");
		}
	}

	/**
	 * Returns limits with the default depth.
	 * @param maxFrameBytes largest message to read, in bytes; positive
	 * @return the limits
	 * @throws IllegalArgumentException if the size is not positive
	 */
	public static CodecLimits ofFrameBytes(int maxFrameBytes) {
		return new CodecLimits(maxFrameBytes, MAX_VALUE_DEPTH);
	}

}
