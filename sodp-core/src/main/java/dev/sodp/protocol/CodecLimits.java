// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import dev.sodp.state.Values;

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
	 * Returns limits with the depth that a state value may have.
	 * @param maxFrameBytes largest message to read, in bytes; positive
	 * @return the limits
	 * @throws IllegalArgumentException if the size is not positive
	 */
	public static CodecLimits ofFrameBytes(int maxFrameBytes) {
		return new CodecLimits(maxFrameBytes, Values.MAX_DEPTH);
	}

}
