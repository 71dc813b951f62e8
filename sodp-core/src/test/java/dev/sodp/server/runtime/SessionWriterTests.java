// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When the reader of a congested session goes on. */
@Timeout(60)
class SessionWriterTests {

	private static final int LIMIT = SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT;

	private final SodpServer server = SodpServer.builder().backpressureLimit(LIMIT).build();

	private final HeldSocket socket = new HeldSocket();

	@AfterEach
	void close() {
		this.socket.gate.countDown();
		this.server.close();
	}

	private static void send(SessionInput input, Frame frame) {
		input.received(ByteBuffer.wrap(new FrameEncoder().encode(frame)));
	}

	/** Opens a session whose writer is stuck in a write, with more queued than half. */
	private SessionInput congested() {
		this.server.set("busy", 0);
		SessionInput input = this.server.accept(this.socket, Peer.remote("test"));
		send(input, new Frame.Watch(10, 1, List.of("busy"), null));
		await().until(() -> this.socket.written.get() >= 2);
		this.socket.holding = true;
		for (int i = 1; i < LIMIT; i++) {
			this.server.set("busy", i);
		}
		await().until(() -> this.socket.held.get() > 0);
		return input;
	}

	private Thread read(SessionInput input) {
		Thread reader = new Thread(() -> send(input, new Frame.Heartbeat(0, 2)));
		reader.start();
		return reader;
	}

	@Test
	void aReaderThatOthersNeedGoesOnAlthoughTheQueueStaysFull() {
		this.socket.readerWaits = false;

		Thread reader = read(congested());

		await().until(() -> !reader.isAlive());
		assertThat(this.socket.gate.getCount()).isOne();
	}

	@Test
	void aReaderThatMayWaitGoesOnWhenThereIsRoomAgain() {
		Thread reader = read(congested());
		await().until(() -> reader.getState() == Thread.State.WAITING);

		this.socket.gate.countDown();

		await().until(() -> !reader.isAlive());
	}

	/** A socket whose peer does not read for a while. */
	private static final class HeldSocket implements SessionSocket {

		final AtomicInteger written = new AtomicInteger();

		final AtomicInteger held = new AtomicInteger();

		final CountDownLatch gate = new CountDownLatch(1);

		volatile boolean holding;

		volatile boolean readerWaits = true;

		@Override
		public void write(byte[] frame) {
			this.written.incrementAndGet();
			if (this.holding) {
				this.held.incrementAndGet();
				awaitGate();
			}
		}

		private void awaitGate() {
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public boolean mayReaderWait() {
			return this.readerWaits;
		}

		@Override
		public void flush() {
		}

		@Override
		public void close(int code, String reason) {
		}

	}

}
