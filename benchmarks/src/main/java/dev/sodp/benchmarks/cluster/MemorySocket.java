// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;

/** A session's socket that leads nowhere: what is written counts as delivered. */
final class MemorySocket implements SessionSocket {

	private final Runnable onSnapshot;

	private final Runnable onDelta;

	MemorySocket(Runnable onSnapshot, Runnable onDelta) {
		this.onSnapshot = onSnapshot;
		this.onDelta = onDelta;
	}

	static void watch(SessionInput input, String key) {
		input.received(ByteBuffer
			.wrap(new FrameEncoder().encode(new Frame.Watch(Frame.CONTROL_STREAM, 1, List.of(key), null))));
	}

	/** The second byte of a frame is its type. */
	@Override
	public void write(byte[] frame) {
		if (frame[1] == FrameTypes.DELTA) {
			this.onDelta.run();
		}
		else if (frame[1] == FrameTypes.STATE_INIT) {
			this.onSnapshot.run();
		}
	}

	@Override
	public void flush() {
		// Nothing is buffered.
	}

	@Override
	public boolean mayReaderWait() {
		return false;
	}

	@Override
	public void close(int code, String reason) {
		// There is nothing to close.
	}

}
