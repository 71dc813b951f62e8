// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many clients that read and count in one thread, so that they leave the processors to
 * what is measured.
 */
final class Sinks implements AutoCloseable {

	private static final int MAX_TIMES = 1 << 16;

	private final Kind kind;

	private final ServerProcess server;

	private final int port;

	private final Selector selector = Selector.open();

	private final List<Sink> sinks = new ArrayList<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

	private final Thread reader = new Thread(this::read, "sinks");

	private final long[] times = new long[MAX_TIMES];

	/** Messages after which the server learns that its round has arrived. */
	private volatile int round = Integer.MAX_VALUE;

	private volatile long messages;

	private volatile long bytes;

	private long inRound;

	private volatile boolean closed;

	Sinks(Kind kind, ServerProcess server, int count) throws IOException {
		this(kind, server, server.port(), count);
	}

	Sinks(Kind kind, ServerProcess server, int port, int count) throws IOException {
		this.kind = kind;
		this.server = server;
		this.port = port;
		for (int i = 0; i < count; i++) {
			this.sinks.add(connect());
		}
		for (Sink sink : this.sinks) {
			sink.channel.configureBlocking(false);
			sink.channel.register(this.selector, SelectionKey.OP_READ, sink);
		}
		this.reader.setDaemon(true);
		this.reader.start();
		awaitSubscriptions();
	}

	private Sink connect() throws IOException {
		SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.write(ByteBuffer.wrap(this.kind.request(this.port)));
		StringBuilder head = new StringBuilder();
		ByteBuffer one = ByteBuffer.allocate(1);
		while (head.indexOf("\r\n\r\n") < 0) {
			one.clear();
			if (channel.read(one) < 0) {
				throw new IOException("No answer to " + this.kind + " but " + head);
			}
			head.append((char) one.get(0));
		}
		if (!head.toString().matches("(?s)HTTP/1.1 (101|200).*")) {
			throw new IOException(this.kind + " was answered " + head);
		}
		for (ByteBuffer message : this.kind.greeting()) {
			channel.write(message);
		}
		return new Sink(channel, this.kind.counter());
	}

	/** Not every protocol says when a subscription has begun. */
	private void awaitSubscriptions() {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!this.sinks.stream().allMatch((sink) -> sink.messages >= 5)) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("Not all clients of " + this.kind + " received it");
			}
			this.server.ask("touch " + this.kind.label());
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
		long before;
		do {
			before = this.messages;
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
		}
		while (this.messages != before);
	}

	/** Sets how many updates make a round; nothing must be under way. */
	void round(int updates) {
		this.inRound = 0;
		this.messages = 0;
		this.bytes = 0;
		this.round = updates * this.sinks.size();
	}

	long messages() {
		return this.messages;
	}

	double bytesPerMessage() {
		return (double) this.bytes / this.messages;
	}

	/** When the n-th message since the round was set had come. */
	long time(int message) {
		return this.times[message];
	}

	private void read() {
		try {
			while (!this.closed) {
				this.selector.select((key) -> read((Sink) key.attachment()));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
	private void read(Sink sink) {
		try {
			this.buffer.clear();
			int read = sink.channel.read(this.buffer);
			if (read < 0) {
				throw new IllegalStateException("The server closed a connection of " + this.kind);
			}
			int count = sink.counter.count(this.buffer.flip());
			sink.messages += count;
			long now = System.nanoTime();
			for (int i = 0; i < count && this.messages + i < MAX_TIMES; i++) {
				this.times[(int) this.messages + i] = now;
			}
			this.bytes += read;
			this.messages += count;
			this.inRound += count;
			if (this.inRound >= this.round) {
				this.inRound -= this.round;
				this.server.arrived().give();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.closed = true;
		this.selector.wakeup();
		this.reader.join();
		for (Sink sink : this.sinks) {
			sink.channel.close();
		}
		this.selector.close();
	}

	private static final class Sink {

		private final SocketChannel channel;

		private final MessageCounter counter;

		private volatile long messages;

		private Sink(SocketChannel channel, MessageCounter counter) {
			this.channel = channel;
			this.counter = counter;
		}

	}

}
