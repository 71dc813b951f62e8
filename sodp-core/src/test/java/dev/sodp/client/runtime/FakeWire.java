// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.transport.ConnectRequest;
import dev.sodp.transport.Link;
import dev.sodp.transport.LinkListener;
import dev.sodp.transport.Transport;

/**
 * A transport whose other end is the test.
 */
final class FakeWire implements Transport {

	private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

	@Override
	public Link connect(ConnectRequest request, LinkListener listener) {
		Connection connection = new Connection(listener);
		this.connections.add(connection);
		return connection;
	}

	/** The next connection the client opens. */
	Connection next() throws InterruptedException {
		return Objects.requireNonNull(this.connections.poll(10, TimeUnit.SECONDS), "The client did not connect");
	}

	/** Whether the client has opened no connection that was not taken yet. */
	boolean isIdle() {
		return this.connections.isEmpty();
	}

	/** One link, from the server's side. */
	static final class Connection implements Link {

		final LinkListener listener;

		final List<Frame> received = new CopyOnWriteArrayList<>();

		private final AtomicReference<Runnable> nextSend = new AtomicReference<>();

		private Connection(LinkListener listener) {
			this.listener = listener;
		}

		void hello() {
			hello(Capabilities.NONE);
		}

		void hello(Capabilities capabilities) {
			this.listener.opened(this);
			serve(new Frame.Hello(0, 1, "sodp", "1.0", "test", false, capabilities));
		}

		/** Runs a task in the next send, which happens within a step of the engine. */
		void onNextSend(Runnable task) {
			this.nextSend.set(task);
		}

		void serve(Frame frame) {
			this.listener.received(ByteBuffer.wrap(new FrameEncoder().encode(frame)));
		}

		@Override
		public void send(byte[] frame) {
			Runnable task = this.nextSend.getAndSet(null);
			if (task != null) {
				task.run();
			}
			this.received.add(new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024)).decode(ByteBuffer.wrap(frame)));
		}

		@Override
		public void ping() {
		}

		@Override
		public void close(int code, String reason) {
		}

		@Override
		public void abort() {
		}

	}

}
