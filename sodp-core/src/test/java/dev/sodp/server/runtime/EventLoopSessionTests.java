// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.transport.EventLoopSocket;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a session does on the event loop of its socket, and what elsewhere. */
@Timeout(60)
class EventLoopSessionTests {

	private static final String LOOP = "the-loop";

	private static final int LARGE = 200 * 1024;

	private final ExecutorService loop = Executors.newSingleThreadExecutor((task) -> new Thread(task, LOOP));

	private final LoopSocket socket = new LoopSocket();

	private @Nullable SodpServer server;

	private SessionInput input = ClosedInput.INSTANCE;

	@AfterEach
	void close() {
		if (this.server != null) {
			this.server.close();
		}
		this.loop.shutdownNow();
	}

	private SodpServer open(AccessPolicy policy) throws Exception {
		SodpServer opened = SodpServer.builder()
			.accessPolicy(policy)
			.backpressureLimit(SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT)
			.build();
		this.server = opened;
		onLoop(() -> this.input = opened.accept(this.socket, Peer.remote("test")));
		return opened;
	}

	private void onLoop(Runnable action) throws Exception {
		CompletableFuture.runAsync(action, this.loop).get();
	}

	/** Passes messages as a socket does that obeys {@code suspendReading}. */
	private void send(Frame... frames) throws Exception {
		onLoop(() -> {
			for (Frame frame : frames) {
				this.socket.arrived.add(new FrameEncoder().encode(frame));
			}
			this.socket.pass();
		});
	}

	private static Frame set(int seq, String value) {
		ObjectNode args = JsonNodeFactory.instance.objectNode().put("state", "key").put("value", value);
		return new Frame.Call(0, seq, "call-" + seq, "state.set", args);
	}

	private static Frame watch(int seq) {
		return new Frame.Watch(10, seq, List.of("key"), null);
	}

	private List<String> resultsOf(int calls) {
		await().until(() -> this.socket.results().size() == calls);
		return this.socket.results();
	}

	@Test
	void answersAreWrittenByTheLoopAfterWhatItIsDoing() throws Exception {
		open(AccessPolicy.ALLOW_ALL);

		send(watch(1), set(2, "a"), set(3, "b"));

		assertThat(resultsOf(2)).containsExactly("call-2", "call-3");
		assertThat(this.socket.threads).containsOnly(LOOP);
		assertThat(this.socket.flushes).isEqualTo(2);
	}

	@Test
	void aPolicyThatMayBlockIsNotAskedOnTheLoopAndNothingOvertakesIt() throws Exception {
		CountDownLatch decided = new CountDownLatch(1);
		Queue<String> askedOn = new ConcurrentLinkedQueue<>();
		open(new SlowPolicy(decided, askedOn));

		send(set(1, "a"), watch(2), set(3, "b"));
		await().until(() -> !askedOn.isEmpty());
		onLoop(() -> {
		});
		assertThat(this.socket.results()).isEmpty();
		decided.countDown();

		assertThat(resultsOf(2)).containsExactly("call-1", "call-3");
		assertThat(askedOn).hasSize(3).noneMatch(LOOP::equals);
		assertThat(this.socket.threads).containsOnly(LOOP);
	}

	@Test
	void aPolicyThatAnswersAtOnceIsAskedOnTheLoop() throws Exception {
		Queue<String> askedOn = new ConcurrentLinkedQueue<>();
		open(new SlowPolicy(new CountDownLatch(0), askedOn) {

			@Override
			public boolean answersAtOnce() {
				return true;
			}

		});

		send(set(1, "a"));

		assertThat(resultsOf(1)).containsExactly("call-1");
		assertThat(askedOn).containsExactly(LOOP);
	}

	@Test
	void aLargeMessageIsOvertakenByNothing() throws Exception {
		SodpServer opened = open(AccessPolicy.ALLOW_ALL);

		send(set(1, "x".repeat(LARGE)), set(2, "b"));

		assertThat(resultsOf(2)).containsExactly("call-1", "call-2");
		assertThat(opened.get("key").orElseThrow().value().stringValue()).isEqualTo("b");
	}

	@Test
	void aLargeSnapshotIsOvertakenByNoDelta() throws Exception {
		SodpServer opened = open(AccessPolicy.ALLOW_ALL);
		opened.set("key", "x".repeat(LARGE));

		send(watch(1), set(2, "b"));

		resultsOf(1);
		assertThat(this.socket.frames()).extracting((frame) -> (Object) frame.getClass())
			.containsExactly(Frame.Hello.class, Frame.StateInit.class, Frame.Delta.class, Frame.Result.class);
		assertThat(this.socket.threads).containsOnly(LOOP);
	}

	@Test
	void aSocketIsLeftUnreadWhileItsPeerDoesNotRead() throws Exception {
		open(AccessPolicy.ALLOW_ALL);
		await().until(() -> this.socket.frames().size() == 1);
		this.socket.sending = true;
		Frame[] calls = new Frame[64];
		for (int i = 0; i < calls.length; i++) {
			calls[i] = set(i, "v" + i);
		}

		send(calls);
		assertThat(this.socket.suspended).isTrue();
		assertThat(this.socket.arrived).isNotEmpty();
		assertThat(this.socket.results()).isEmpty();
		this.loop.execute(this.socket::sent);

		assertThat(resultsOf(calls.length)).doesNotHaveDuplicates();
		await().until(() -> !this.socket.suspended);
		assertThat(this.socket.closed).isFalse();
	}

	/** Waits, and remembers which threads had to. */
	private static class SlowPolicy implements AccessPolicy {

		private final CountDownLatch decided;

		private final Queue<String> askedOn;

		SlowPolicy(CountDownLatch decided, Queue<String> askedOn) {
			this.decided = decided;
			this.askedOn = askedOn;
		}

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return answer();
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return answer();
		}

		private boolean answer() {
			this.askedOn.add(Thread.currentThread().getName());
			try {
				this.decided.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return true;
		}

	}

	/** A socket on the loop of this test. */
	private final class LoopSocket implements EventLoopSocket {

		final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();

		final Queue<byte[]> written = new ConcurrentLinkedQueue<>();

		final Queue<String> threads = new ConcurrentLinkedQueue<>();

		volatile int flushes;

		volatile boolean sending;

		volatile boolean suspended;

		volatile boolean closed;

		private volatile @Nullable Runnable whenSent;

		void pass() {
			while (!this.suspended && !this.arrived.isEmpty()) {
				EventLoopSessionTests.this.input.received(ByteBuffer.wrap(this.arrived.remove()));
			}
		}

		void sent() {
			this.sending = false;
			Runnable action = this.whenSent;
			if (action != null) {
				action.run();
			}
		}

		List<Frame> frames() {
			FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(2 * LARGE));
			return this.written.stream().map((frame) -> decoder.decode(ByteBuffer.wrap(frame))).toList();
		}

		List<String> results() {
			return frames().stream()
				.filter(Frame.Result.class::isInstance)
				.map((frame) -> ((Frame.Result) frame).callId())
				.toList();
		}

		@Override
		public void write(byte[] frame) {
			assertThat(this.sending).isFalse();
			this.threads.add(Thread.currentThread().getName());
			this.written.add(frame);
		}

		@Override
		@SuppressWarnings("NonAtomicVolatileUpdate") // by the loop only
		public void flush() {
			this.threads.add(Thread.currentThread().getName());
			this.flushes++;
		}

		@Override
		public void schedule(Runnable writer) {
			EventLoopSessionTests.this.loop.execute(writer);
		}

		@Override
		public boolean suspendReading() {
			this.suspended = true;
			return true;
		}

		@Override
		public void resumeReading() {
			EventLoopSessionTests.this.loop.execute(() -> {
				this.suspended = false;
				pass();
			});
		}

		@Override
		public boolean isSending() {
			return this.sending;
		}

		@Override
		public void whenSent(Runnable action) {
			this.whenSent = action;
		}

		@Override
		public void close(int code, String reason) {
			this.closed = true;
		}

	}

}
