// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.engine.EngineFixture;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;

/** A socket whose peer can stop reading. */
final class FakeSocket implements SessionSocket {

	final CompletableFuture<Integer> closed = new CompletableFuture<>();

	final AtomicInteger flushes = new AtomicInteger();

	private final List<Frame> frames = new CopyOnWriteArrayList<>();

	private final AtomicInteger writers = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final FrameDecoder decoder = new FrameDecoder(EngineFixture.clientLimits());

	private final FrameEncoder encoder = new FrameEncoder();

	private boolean reading = true;

	private boolean broken;

	private int blocked;

	/** Lets every write block from now on. */
	void stopReading() {
		set(() -> this.reading = false);
	}

	void startReading() {
		set(() -> this.reading = true);
	}

	/** Lets every write fail from now on. */
	void breakDown() {
		set(() -> this.broken = true);
	}

	boolean isWriteBlocked() {
		this.lock.lock();
		try {
			return this.blocked > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	List<Frame> frames() {
		return new ArrayList<>(this.frames);
	}

	<T extends Frame> List<T> frames(Class<T> type) {
		return this.frames.stream().filter(type::isInstance).map(type::cast).toList();
	}

	void send(SessionInput input, Frame frame) {
		input.received(ByteBuffer.wrap(this.encoder.encode(frame)));
	}

	@Override
	public void write(byte[] frame) throws IOException {
		if (this.writers.incrementAndGet() > 1) {
			throw new AssertionError("Two threads write at the same time");
		}
		try {
			awaitReader();
			this.frames.add(this.decoder.decode(ByteBuffer.wrap(frame)));
		}
		finally {
			this.writers.decrementAndGet();
		}
	}

	@Override
	public void flush() {
		this.flushes.incrementAndGet();
	}

	@Override
	public void close(int code, String reason) {
		// In this order: a write that fails now closes again, with another code.
		this.closed.complete(code);
		set(() -> this.broken = true);
	}

	private void awaitReader() throws IOException {
		this.lock.lock();
		try {
			this.blocked++;
			while (!this.reading && !this.broken) {
				this.changed.awaitUninterruptibly();
			}
			if (this.broken) {
				throw new IOException("broken");
			}
		}
		finally {
			this.blocked--;
			this.lock.unlock();
		}
	}

	private void set(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
