// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Counts server-sent events by their field name. */
final class EventCounter implements MessageCounter {

	private static final byte[] FIELD = "data:".getBytes(StandardCharsets.US_ASCII);

	private int matched;

	@Override
	public int count(ByteBuffer bytes) {
		int messages = 0;
		while (bytes.hasRemaining()) {
			byte next = bytes.get();
			if (next == FIELD[this.matched]) {
				this.matched++;
			}
			else {
				this.matched = (next == FIELD[0]) ? 1 : 0;
			}
			if (this.matched == FIELD.length) {
				this.matched = 0;
				messages++;
			}
		}
		return messages;
	}

}
