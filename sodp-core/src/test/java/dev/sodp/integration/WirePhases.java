// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.sodp.integration.Wire.Direction;
import dev.sodp.integration.Wire.Phase;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;

/**
 * Follows the bytes of one connection and knows to which phase each belongs. Not
 * thread-safe.
 */
final class WirePhases {

	private static final int MAX_FRAME_BYTES = 1 << 24;

	private final Map<Direction, WebSocketReader> readers = new EnumMap<>(Direction.class);

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(MAX_FRAME_BYTES));

	/** Keys asked for whose snapshot has not come yet. */
	private final Set<String> pending = new HashSet<>();

	private Phase phase = Phase.UPGRADE;

	WirePhases() {
		for (Direction direction : Direction.values()) {
			this.readers.put(direction, new WebSocketReader(direction));
		}
	}

	/** Takes the next byte and tells to which phase it belongs. */
	Phase next(Direction direction, byte next) {
		WebSocketReader reader = this.readers.get(direction);
		if (reader.beginsCloseFrame(next)) {
			this.phase = Phase.CLOSE;
		}
		Phase ofByte = this.phase;
		reader.take(next);
		return ofByte;
	}

	private void upgraded(Direction direction) {
		if (direction == Direction.TO_CLIENT) {
			this.phase = Phase.HELLO;
		}
	}

	private void message(byte[] message) {
		Frame frame = this.decoder.decode(ByteBuffer.wrap(message));
		if (frame instanceof Frame.Watch watch) {
			this.pending.addAll(watch.states());
		}
		else if (frame instanceof Frame.Resume resume) {
			this.pending.add(resume.state());
		}
		else if (frame instanceof Frame.StateInit init) {
			this.pending.remove(init.state());
		}
		this.phase = following(frame);
	}

	private Phase following(Frame frame) {
		if (frame instanceof Frame.Hello hello) {
			return hello.auth() ? Phase.AUTH : Phase.RESTORE;
		}
		if (frame instanceof Frame.AuthOk) {
			return Phase.RESTORE;
		}
		boolean restored = frame instanceof Frame.StateInit && this.pending.isEmpty();
		return (restored && this.phase == Phase.RESTORE) ? Phase.LIVE : this.phase;
	}

	/** One direction: HTTP headers, then WebSocket frames. */
	private final class WebSocketReader {

		private static final int SHORTEST_HEADER = 2;

		private static final int LONGEST_HEADER = 14;

		private static final int END_OF_HTTP = 0x0D0A0D0A;

		private final Direction direction;

		private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER).limit(SHORTEST_HEADER);

		/** The message so far; it may come in several frames. */
		private final ByteArrayOutputStream message = new ByteArrayOutputStream();

		private boolean upgraded;

		/** The last four bytes of the HTTP headers. */
		private int tail;

		private long payloadLength;

		private long payloadRead;

		WebSocketReader(Direction direction) {
			this.direction = direction;
		}

		boolean beginsCloseFrame(byte next) {
			return this.upgraded && this.header.position() == 0 && (next & 0x0F) == 0x8;
		}

		void take(byte next) {
			if (!this.upgraded) {
				this.tail = (this.tail << 8) | (next & 0xFF);
				this.upgraded = this.tail == END_OF_HTTP;
				if (this.upgraded) {
					upgraded(this.direction);
				}
				return;
			}
			if (this.header.hasRemaining()) {
				takeHeader(next);
			}
			else {
				takePayload(next);
			}
			if (!this.header.hasRemaining() && this.payloadRead == this.payloadLength) {
				endFrame();
			}
		}

		private void takeHeader(byte next) {
			this.header.put(next);
			if (this.header.position() == SHORTEST_HEADER) {
				this.header.limit(SHORTEST_HEADER + lengthBytes() + (isMasked() ? 4 : 0));
			}
			if (!this.header.hasRemaining()) {
				this.payloadRead = 0;
				this.payloadLength = switch (lengthBytes()) {
					case 8 -> this.header.getLong(2);
					case 2 -> this.header.getShort(2) & 0xFFFF;
					default -> this.header.get(1) & 0x7F;
				};
			}
		}

		private void takePayload(byte next) {
			int mask = isMasked() ? this.header.get(this.header.limit() - 4 + (int) (this.payloadRead % 4)) : 0;
			this.payloadRead++;
			if (isData()) {
				this.message.write(next ^ mask);
			}
		}

		private void endFrame() {
			boolean last = this.header.get(0) < 0;
			boolean data = isData();
			this.header.clear().limit(SHORTEST_HEADER);
			if (data && last) {
				byte[] bytes = this.message.toByteArray();
				this.message.reset();
				message(bytes);
			}
		}

		private int lengthBytes() {
			return switch (this.header.get(1) & 0x7F) {
				case 127 -> 8;
				case 126 -> 2;
				default -> 0;
			};
		}

		private boolean isMasked() {
			return this.header.get(1) < 0;
		}

		/** Continuation and binary. */
		private boolean isData() {
			int opcode = this.header.get(0) & 0x0F;
			return opcode == 0x0 || opcode == 0x2;
		}

	}

}
