// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import tools.jackson.databind.JsonNode;

/**
 * Estimates how large a message with the whole value of a key would be. Measuring a value
 * takes time proportional to its size, so after a snapshot it is measured again only when
 * the deltas since then, times a factor, add up to as many bytes: the cost per delta
 * remains a small part of that of reading it, and no error lasts.
 */
final class FullValueSize {

	/**
	 * How much cheaper it is to measure a byte than to receive it; a cautious estimate.
	 */
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
	 * @return bytes of the message that would have carried the whole value instead
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
