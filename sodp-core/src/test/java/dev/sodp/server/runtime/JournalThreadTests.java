// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.server.SodpServer;
import dev.sodp.server.engine.ManualSharedJournal;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which thread writes what a shared journal says; here that of the test. */
@Timeout(60)
class JournalThreadTests {

	private static final int SESSIONS = 7;

	private static final int MOST_WRITTEN = 4;

	private final ManualSharedJournal journal = new ManualSharedJournal();

	private final SodpServer server = SodpServer.builder().journal(() -> this.journal).build();

	@AfterEach
	void close() {
		this.server.close();
	}

	private List<Socket> watching(boolean mayWait, String value) {
		List<Socket> sockets = Stream.generate(Socket::new).limit(SESSIONS).toList();
		sockets.forEach(this::watch);
		this.journal.synchronizeAll();
		this.journal.read(1, value);
		await().until(() -> sockets.stream().allMatch((socket) -> socket.writers(FrameTypes.STATE_INIT).size() == 1));
		sockets.forEach((socket) -> socket.mayWait = mayWait);
		return sockets;
	}

	private void watch(Socket socket) {
		byte[] watch = new FrameEncoder().encode(new Frame.Watch(Frame.CONTROL_STREAM, 1, List.of("key"), null));
		this.server.accept(socket, Peer.remote("test")).received(ByteBuffer.wrap(watch));
	}

	private void change() {
		this.journal.inOneStep(() -> this.journal.commitForeign("key", 2, "1"));
	}

	private static List<Thread> deltaWriters(List<Socket> sockets) {
		return sockets.stream().flatMap((socket) -> socket.writers(FrameTypes.DELTA).stream()).toList();
	}

	@Test
	void itWritesToAFewSessionsItselfAndLeavesTheOthersToTheServersThreads() {
		List<Socket> sockets = watching(false, "0");

		change();

		await().until(() -> deltaWriters(sockets).size() == SESSIONS);
		assertThat(deltaWriters(sockets).stream().filter(Thread.currentThread()::equals)).hasSize(MOST_WRITTEN);
	}

	@Test
	void itDoesNotWriteToSocketsThatItWouldHaveToWaitFor() {
		List<Socket> sockets = watching(true, "0");

		change();

		await().until(() -> deltaWriters(sockets).size() == SESSIONS);
		assertThat(deltaWriters(sockets)).doesNotContain(Thread.currentThread());
	}

	@Test
	void itDoesNotEncodeWhatIsLarge() {
		List<Socket> sockets = watching(false, "\"" + "x".repeat(100_000) + "\"");

		assertThat(sockets.stream().flatMap((socket) -> socket.writers(FrameTypes.STATE_INIT).stream()))
			.doesNotContain(Thread.currentThread());
		change();
		await().until(() -> deltaWriters(sockets).size() == SESSIONS);
	}

	private static final class Socket implements SessionSocket {

		private final List<Written> written = new CopyOnWriteArrayList<>();

		volatile boolean mayWait;

		/** The second byte of a frame is its type. */
		@Override
		public void write(byte[] frame) {
			this.written.add(new Written(frame[1], Thread.currentThread()));
		}

		List<Thread> writers(int type) {
			return this.written.stream().filter((frame) -> frame.type() == type).map(Written::thread).toList();
		}

		@Override
		public boolean mayReaderWait() {
			return this.mayWait;
		}

		@Override
		public void flush() {
			// Nothing is buffered.
		}

		@Override
		public void close(int code, String reason) {
			// There is nothing to close.
		}

		private record Written(int type, Thread thread) {
		}

	}

}
