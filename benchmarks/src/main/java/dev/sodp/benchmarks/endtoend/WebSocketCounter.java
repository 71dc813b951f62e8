// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.nio.ByteBuffer;

/** Counts the data frames of a server. */
final class WebSocketCounter implements MessageCounter {

	private final byte[] header = new byte[10];

	private int headerBytes;

	private long payload;

	@Override
	public int count(ByteBuffer bytes) {
		int messages = 0;
		while (bytes.hasRemaining()) {
			if (this.payload > 0) {
				int skipped = (int) Math.min(this.payload, bytes.remaining());
				bytes.position(bytes.position() + skipped);
				this.payload -= skipped;
				continue;
			}
			this.header[this.headerBytes++] = bytes.get();
			if (this.headerBytes >= 2 && this.headerBytes == headerLength()) {
				this.payload = payloadLength();
				this.headerBytes = 0;
				if ((this.header[0] & 0x0F) <= 2) {
					messages++;
				}
			}
		}
		return messages;
	}

	private int headerLength() {
		return switch (this.header[1] & 0x7F) {
			case 126 -> 4;
			case 127 -> 10;
			default -> 2;
		};
	}

	private long payloadLength() {
		ByteBuffer buffer = ByteBuffer.wrap(this.header);
		return switch (headerLength()) {
			case 4 -> buffer.getShort(2) & 0xFFFF;
			case 10 -> buffer.getLong(2);
			default -> this.header[1] & 0x7F;
		};
	}

}
