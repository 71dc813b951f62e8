// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.server.engine.EngineFixture;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose reader must not wait: as long as its peer does not read, each write
 * stays in progress.
 */
final class ContainerSocket implements SessionSocket {

	final List<Frame> frames = new CopyOnWriteArrayList<>();

	final CompletableFuture<Integer> closed = new CompletableFuture<>();

	/** Threads that wrote although they were not allowed to wait. */
	final Set<Thread> readers = ConcurrentHashMap.newKeySet();

	private final FrameDecoder decoder = new FrameDecoder(EngineFixture.clientLimits());

	private volatile boolean reading = true;

	private volatile @Nullable IOException broken;

	private volatile CompletableFuture<@Nullable Void> sending = CompletableFuture.completedFuture(null);

	void stopReading() {
		this.reading = false;
	}

	void startReading() {
		this.reading = true;
		this.sending.complete(null);
	}

	/** Fails the write in progress and all others. */
	void breakDown() {
		this.broken = new IOException("broken");
		this.sending.complete(null);
	}

	@Override
	public void write(byte[] frame) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void flush() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void write(byte[] frame, boolean mayWait) throws IOException {
		if (isSending()) {
			throw new AssertionError("A send is in progress");
		}
		IOException failure = this.broken;
		if (failure != null) {
			throw failure;
		}
		if (!mayWait) {
			this.readers.add(Thread.currentThread());
		}
		this.frames.add(this.decoder.decode(ByteBuffer.wrap(frame)));
		if (!this.reading) {
			this.sending = new CompletableFuture<>();
		}
	}

	@Override
	public void flush(boolean mayWait) {
		if (isSending()) {
			throw new AssertionError("A send is in progress");
		}
	}

	@Override
	public boolean isSending() {
		return !this.sending.isDone();
	}

	@Override
	public void whenSent(Runnable action) {
		this.sending.whenComplete((done, failure) -> action.run());
	}

	@Override
	public boolean mayReaderWait() {
		return false;
	}

	@Override
	public void close(int code, String reason) {
		this.closed.complete(code);
	}

}
