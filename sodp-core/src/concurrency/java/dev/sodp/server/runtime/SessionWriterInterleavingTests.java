// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.concurrency.Interleavings;
import dev.sodp.concurrency.Interleavings.Threads;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.engine.ApplicationCalls;
import dev.sodp.server.engine.ApplicationPart;
import dev.sodp.server.engine.Computation;
import dev.sodp.server.engine.Interception;
import dev.sodp.server.engine.Invocation;
import dev.sodp.server.engine.Load;
import dev.sodp.server.engine.MemoryJournal;
import dev.sodp.server.engine.ServerClock;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.server.engine.Session;
import dev.sodp.server.engine.SessionFixture;
import dev.sodp.server.engine.SessionPort;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whatever steps queue is written once, in order, by one thread at a time, and flushed;
 * when all threads have ended nothing is left in the outbox.
 */
class SessionWriterInterleavingTests {

	private static final int LIMIT = SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT;

	private static final SodpServerOptions OPTIONS = SodpServer.builder().backpressureLimit(LIMIT).options();

	private static final ServerClock CLOCK = new StandingClock();

	/** Knows none of the sessions, so nothing of one run is left in it for the next. */
	private static final ServerEngine ENGINE = new ServerEngine(OPTIONS, CLOCK, "test", new MemoryJournal("test"),
			Computation::run, new NoApplication());

	private static final Codec CODEC = new Codec(OPTIONS.maxValueBytes());

	private static final ApplicationPart APPLICATION = new ApplicationPart(OPTIONS, ENGINE.access());

	private static final TokenVerifications VERIFICATIONS = new TokenVerifications(null, Runnable::run);

	@Test
	void framesOfTwoStepsAreWritten() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads));
			threads.start(run::fanOut);
			run.fanOut();
			run.assertAllWritten(2);
		});
	}

	@Test
	void aFrameThatComesWhenTheWriterIsAboutToEndIsWritten() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads));
			run.fanOut();
			run.fanOut();
			run.assertAllWritten(2);
		});
	}

	@Test
	void answersAreWrittenBesideWhatOthersCause() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads));
			threads.start(run::fanOut);
			run.receive(1);
			run.assertAllWritten(2);
		});
	}

	@Test
	void aCongestedReaderAndATaskWriteByTurns() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads));
			run.fanOut();
			run.receive(LIMIT / 2 + 1);
			run.assertAllWritten(LIMIT / 2 + 2);
		});
	}

	@Test
	void whatASendInProgressHoldsBackIsWritten() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads));
			run.socket.dawdling = true;
			threads.start(run.socket::taken);
			run.receive(1);
			run.fanOut();
			threads.join();
			run.assertAllWritten(2);
		});
	}

	@Test
	void theEndComesAfterWhatWasQueuedBefore() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads));
			threads.start(run::close);
			run.fanOut();
			threads.join();
			assertTrue(run.socket.closed.get());
			run.assertAllWritten((int) SessionFixture.queued(run.session));
		});
	}

	/**
	 * A session whose writer tasks have a thread each. It claims the writer as the
	 * session's connection does, but without a codec, whose every step would be a place
	 * to stop a thread at.
	 */
	private static final class Run implements SessionPort {

		private final Threads threads;

		private final RecordingSocket socket = new RecordingSocket();

		private final EngineDriver driver;

		private final Session session;

		private final SessionWriter writer;

		private final ReaderBrake brake;

		private boolean handling;

		private boolean answers;

		Run(Threads threads) {
			this.threads = threads;
			this.driver = new EngineDriver((created) -> ENGINE, CLOCK, new ServerThreads(threads::start));
			this.session = SessionFixture.open(OPTIONS, CLOCK, this);
			this.brake = new WaitingReader(this.session, this.socket);
			this.writer = new SessionWriter(this.session,
					new SessionConnection(this.driver, CODEC, new LargeTasks(), VERIFICATIONS, ENGINE.access(),
							APPLICATION, new LimitWarnings(System::nanoTime), new ApplicationFailures(System::nanoTime),
							this.socket, this.session),
					CODEC, this.driver, this.brake);
		}

		/** Others cause a frame. */
		void fanOut() {
			this.driver.run((engine) -> SessionFixture.fanOut(this.session));
		}

		/** The server ends the session. */
		void close() {
			this.driver.run((engine) -> SessionFixture.close(this.session));
		}

		/** A message of the client is handled, which has answers. */
		void receive(int frames) {
			this.driver.run((engine) -> {
				this.handling = true;
				for (int i = 0; i < frames; i++) {
					SessionFixture.fanOut(this.session);
				}
				this.handling = false;
			});
			if (this.answers) {
				this.answers = false;
				this.writer.answer();
			}
			this.brake.hold();
		}

		@Override
		public void writable() {
			if (this.writer.claim()) {
				if (this.handling) {
					this.answers = true;
				}
				else {
					this.driver.afterStep(this.writer);
				}
			}
		}

		void assertAllWritten(int frames) throws InterruptedException {
			this.threads.join();
			assertFalse(this.socket.shared.get());
			assertEquals(frames, this.socket.seqs.size());
			for (int i = 0; i < frames; i++) {
				assertEquals(i + 1, this.socket.seqs.get(i));
			}
			assertEquals(frames, this.socket.flushed);
			assertTrue(this.session.outbox().isEmpty());
			assertEquals(0, this.session.outbox().size());
		}

		@Override
		public void readable() {
		}

		@Override
		public void authenticate(String token) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void disconnect(int code, String reason) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void unread(int answers) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void evicted(String key) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void proceedLater() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void askAccess(long question, List<String> keys) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void limited(String reason) {
		}

		@Override
		public void turnedAway(String reason) {
		}

		@Override
		public void oversized(int bytes, int limit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void failed(String what, Throwable cause) {
			throw new UnsupportedOperationException();
		}

	}

	/** Notes the frames, and whether two threads used it at once or after its end. */
	private static final class RecordingSocket implements SessionSocket {

		private final List<Integer> seqs = new ArrayList<>();

		private final AtomicInteger users = new AtomicInteger();

		private final AtomicBoolean shared = new AtomicBoolean();

		private final AtomicBoolean closed = new AtomicBoolean();

		private int flushed;

		/** Whether the first write stays in progress until it has been taken. */
		private volatile boolean dawdling;

		private final AtomicBoolean sending = new AtomicBoolean();

		private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();

		private final Interleavings.Latch started = new Interleavings.Latch(1);

		/** Waits for a write to start and ends it. */
		void taken() {
			this.started.await();
			this.dawdling = false;
			this.sending.set(false);
			act();
		}

		private void act() {
			Runnable next = this.action.getAndSet(null);
			if (next != null) {
				next.run();
			}
		}

		@Override
		public boolean isSending() {
			return this.sending.get();
		}

		@Override
		public void whenSent(Runnable next) {
			this.action.set(next);
			if (!this.sending.get()) {
				act();
			}
		}

		@Override
		public void write(byte[] frame) {
			enter();
			this.seqs.add(SessionFixture.seq(frame));
			leave();
			if (this.dawdling) {
				this.sending.set(true);
				this.started.countDown();
			}
		}

		@Override
		public void flush() {
			enter();
			this.flushed = this.seqs.size();
			leave();
		}

		@Override
		public void close(int code, String reason) {
			enter();
			this.closed.set(true);
			leave();
		}

		private void enter() {
			if (this.users.getAndIncrement() != 0 || this.closed.get()) {
				this.shared.set(true);
			}
		}

		private void leave() {
			this.users.decrementAndGet();
		}

	}

	/** No time passes. */
	private static final class StandingClock implements ServerClock {

		@Override
		public long nanos() {
			return 0;
		}

		@Override
		public Instant instant() {
			return Instant.EPOCH;
		}

	}

	/** There are no loaders, interceptors and methods. */
	private static final class NoApplication implements ApplicationCalls {

		@Override
		public void load(Load load) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void intercept(Interception interception) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void invoke(Invocation invocation) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void failed(Object source, String what, Throwable cause) {
			throw new AssertionError(what, cause);
		}

	}

}
