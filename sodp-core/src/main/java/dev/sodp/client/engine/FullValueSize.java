// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import tools.jackson.databind.JsonNode;

/**
 * Estimates how large a message with the whole value of a key would be. Measuring a value
 * takes time in proportion to it, so after a snapshot it is measured anew only when the
 * deltas since, times a factor, have amounted to as many bytes: the cost of each delta
 * stays a small part of that of reading it, and no error lasts.
 */
final class FullValueSize {

	/** How much cheaper it is to measure a byte than to receive it, cautiously. */
	private static final int CHEAPER = 4;

	/** Bytes around key and value in a STATE_INIT with usual numbers. */
	private static final int ENVELOPE = 45;

	private long bytes;

	private long budget;

	/** The whole value came in a message. */
	void measured(long messageBytes) {
		this.bytes = messageBytes;
		this.budget = 0;
	}

	/**
	 * A delta was applied.
	 * @return bytes of the message that would have told the whole value instead
	 */
	long afterDelta(Frame.Delta delta, int messageBytes, String key, JsonNode value) {
		if (delta.ops().size() == 1 && delta.ops().get(0).atRoot()) {
			measured(messageBytes);
			return this.bytes;
		}
		this.budget += (long) CHEAPER * messageBytes;
		if (this.budget >= this.bytes) {
			measured((long) ENVELOPE + key.length() + FrameEncoder.encodedSize(value));
		}
		return this.bytes;
	}

}
