// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateUnavailableException;
import dev.sodp.server.journal.JournalException;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Interrupts of whatever waits for a server that stores its state. One that reached the
 * store would close its file for everyone.
 */
@Timeout(120)
class InterruptedServerTests {

	private static final int TIMES = 1000;

	@TempDir
	Path directory;

	private final Random random = new Random(1);

	private final Set<Thread> serverThreads = ConcurrentHashMap.newKeySet();

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "server");
		this.serverThreads.add(thread);
		return thread;
	});

	@AfterEach
	void shutDown() {
		this.executor.shutdown();
	}

	private SodpServer start() {
		return SodpServer.builder()
			.journal(() -> MvStoreJournal.builder(this.directory).lockTimeout(Duration.ofSeconds(30)).build())
			.executor(this.executor)
			.build();
	}

	private void interruptAtSomeMoment(Thread thread) {
		LockSupport.parkNanos(this.random.nextInt(3_000_000));
		thread.interrupt();
	}

	@Test
	void whoeverWaitsForAWriteMayBeInterrupted() throws Exception {
		AtomicInteger acknowledged = new AtomicInteger();
		AtomicInteger unknown = new AtomicInteger();
		try (SodpServer server = start()) {
			for (int i = 0; i < TIMES; i++) {
				int number = i;
				Thread writer = new Thread(() -> {
					try {
						server.set("number", number);
						server.update("counter", Integer.class, (value) -> (value != null) ? value + 1 : 1);
						acknowledged.incrementAndGet();
					}
					catch (StateOutcomeUnknownException ex) {
						unknown.incrementAndGet();
					}
					catch (StateUnavailableException ex) {
						// Not applied for certain.
					}
				});
				writer.start();
				server.setAsync("cancelled", i).cancel(true);
				interruptAtSomeMoment(writer);
				this.serverThreads.forEach(Thread::interrupt);
				writer.join();
			}
			assertThat(server.journal().isWritable()).isTrue();
			server.set("after", 1);
		}
		try (SodpServer restarted = start()) {
			assertThat(restarted.keys()).contains("after", "cancelled");
			int counted = restarted.get("counter").map((counter) -> counter.value().intValue()).orElse(0);
			assertThat(counted).isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
		}
		assertThat(acknowledged).as("some were not interrupted in time").hasPositiveValue();
	}

	@Test
	void whoeverResumesMayBeInterrupted() throws Exception {
		try (SodpServer server = start()) {
			long first = server.set("log", 0);
			for (int i = 1; i < 50; i++) {
				server.set("log", i);
			}
			for (int i = 0; i < TIMES; i++) {
				CountingSocket socket = new CountingSocket();
				Thread session = new Thread(() -> {
					SessionInput input = server.accept(socket, Peer.remote("test"));
					input.received(
							ByteBuffer.wrap(new FrameEncoder().encode(new Frame.Resume(10, 1, "log", first, null))));
				});
				session.start();
				session.interrupt();
				this.serverThreads.forEach(Thread::interrupt);
				session.join();
				if (i % 100 == 0) {
					await().until(() -> socket.frames.get() >= 50);
				}
				socket.close(0, "");
			}
			assertThat(server.journal().isWritable()).isTrue();
			assertThat(server.set("log", -1)).isPositive();
		}
	}

	@Test
	void whoeverStartsOrStopsAServerMayBeInterrupted() throws Exception {
		List<Exception> failures = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			int number = i;
			Thread life = new Thread(() -> {
				try (SodpServer server = start()) {
					server.setAsync("number", number);
				}
				catch (JournalException | IllegalStateException ex) {
					failures.add(ex);
				}
			});
			life.start();
			LockSupport.parkNanos(this.random.nextInt(30_000_000));
			life.interrupt();
			life.join();
		}
		assertThat(failures).allSatisfy((failure) -> assertThat(failure).isInstanceOf(JournalException.class));
		try (SodpServer server = start()) {
			assertThat(server.set("number", -1)).isPositive();
		}
	}

	@Test
	void anInterruptedThreadCannotStartAServerAndDoesNotHarmTheNext() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(JournalException.class).isThrownBy(this::start);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		start().close();
	}

	/** Counts what it is given. */
	private static final class CountingSocket implements SessionSocket {

		private final AtomicInteger frames = new AtomicInteger();

		@Override
		public void write(byte[] frame) {
			this.frames.incrementAndGet();
		}

		@Override
		public void flush() {
		}

		@Override
		public void close(int code, String reason) {
		}

	}

}
