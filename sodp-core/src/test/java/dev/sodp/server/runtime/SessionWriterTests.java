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

/** A session that is congested because others never stop to write what it watches. */
@Timeout(60)
class SessionWriterTests {

	private static final int LIMIT = SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT;

	private final SodpServer server = SodpServer.builder().backpressureLimit(LIMIT).build();

	private final BusySocket socket = new BusySocket();

	@AfterEach
	void close() {
		this.socket.quiet = true;
		this.socket.gate.countDown();
		this.server.close();
	}

	private static void send(SessionInput input, Frame frame) {
		input.received(ByteBuffer.wrap(new FrameEncoder().encode(frame)));
	}

	@Test
	void itsReaderGetsItsTurnAlthoughTheQueueNeverGetsEmpty() throws Exception {
		this.server.set("busy", 0);
		SessionInput input = this.server.accept(this.socket, Peer.remote("test"));
		send(input, new Frame.Watch(10, 1, List.of("busy"), null));
		await().until(() -> this.socket.written.get() >= 2);
		this.socket.holding = true;
		for (int i = 0; i < LIMIT - 1; i++) {
			this.socket.produce();
		}
		await().until(() -> this.socket.held.get() > 0);

		Thread reader = new Thread(() -> send(input, new Frame.Heartbeat(0, 2)));
		this.socket.reader = reader;
		reader.start();
		await().until(() -> reader.getState() == Thread.State.WAITING);
		this.socket.busy = true;
		this.socket.gate.countDown();

		await().untilAsserted(() -> assertThat(reader.isAlive()).isFalse());
		assertThat(this.socket.quiet).isFalse();
	}

	/** Each frame that the writer's task writes gives it another one to write. */
	private final class BusySocket implements SessionSocket {

		final AtomicInteger written = new AtomicInteger();

		final AtomicInteger held = new AtomicInteger();

		final CountDownLatch gate = new CountDownLatch(1);

		private final AtomicInteger value = new AtomicInteger();

		volatile boolean holding;

		volatile boolean busy;

		volatile boolean quiet;

		volatile Thread reader;

		void produce() {
			SessionWriterTests.this.server.set("busy", this.value.incrementAndGet());
		}

		@Override
		public void write(byte[] frame) {
			this.written.incrementAndGet();
			if (this.holding) {
				this.held.incrementAndGet();
				awaitGate();
			}
			if (this.busy && !this.quiet && Thread.currentThread() != this.reader) {
				produce();
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
		public void flush() {
		}

		@Override
		public void close(int code, String reason) {
		}

	}

}
