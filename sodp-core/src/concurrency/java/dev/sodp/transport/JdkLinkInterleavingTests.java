// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.sodp.concurrency.Interleavings;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What is sent reaches the socket once, in the order of each sender, and never before the
 * send in front of it is complete.
 */
class JdkLinkInterleavingTests {

	private static final int MESSAGE_BYTES = 1024;

	private static final Consumer<Runnable> AT_ONCE = Runnable::run;

	@Test
	void sendsThatCompleteLaterFollowEachOther() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads::start).open());
			threads.start(() -> run.send(1, 2));
			run.send(11);
			threads.join();
			run.assertSent("1", "2", "11");
			run.assertInOrder("1", "2");
		});
	}

	@Test
	void sendsThatCompleteAtOnceFollowEachOther() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(AT_ONCE).open());
			threads.start(() -> run.send(1, 2));
			run.send(11);
			threads.join();
			run.assertSent("1", "2", "11");
			run.assertInOrder("1", "2");
		});
	}

	@Test
	void someSendsCompleteAtOnceAndSomeLater() {
		Interleavings.explore((threads) -> {
			AtomicInteger count = new AtomicInteger();
			Run run = threads.share(new Run((completion) -> {
				if (count.incrementAndGet() % 2 == 0) {
					completion.run();
				}
				else {
					threads.start(completion);
				}
			}).open());
			threads.start(() -> run.send(1, 2));
			run.send(11, 12);
			threads.join();
			run.assertSent("1", "2", "11", "12");
			run.assertInOrder("1", "2");
			run.assertInOrder("11", "12");
		});
	}

	@Test
	void aPingWaitsItsTurn() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads::start).open());
			threads.start(run.link::ping);
			run.send(1, 2);
			threads.join();
			run.assertSent("1", "2", "PING");
			run.assertInOrder("1", "2");
		});
	}

	@Test
	void aCloseFrameFollowsWhatWasSentBeforeAndNothingFollowsIt() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads::start).open());
			threads.start(() -> run.send(11));
			run.send(1);
			run.link.close(1000, "");
			threads.join();
			List<String> sent = run.socket.sent();
			run.assertInOrder("1", "CLOSE");
			assertEquals("CLOSE", sent.get(sent.size() - 1));
			assertEquals(0, run.socket.overlaps());
			// Refused by the socket if it came after the close frame.
			assertEquals(sent.contains("11") ? 0 : 1, run.ends.get());
		});
	}

	@Test
	void aLinkThatFailsWhileItSendsEndsOnce() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(threads::start).open());
			run.link.close(1000, "");
			threads.start(() -> run.send(1, 2));
			run.link.onError(run.socket, new IOException("reset"));
			threads.join();
			assertEquals(1, run.ends.get());
			assertEquals(List.of("CLOSE"), run.socket.sent());
			assertEquals(0, run.socket.overlaps());
		});
	}

	@Test
	void aLinkThatEndsInTwoWaysEndsOnce() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(AT_ONCE).open());
			threads.start(() -> run.link.onError(run.socket, new IOException("reset")));
			run.link.onClose(run.socket, 1000, "");
			threads.join();
			assertEquals(1, run.ends.get());
		});
	}

	@Test
	void anAbortBesideTheOpeningReachesTheSocket() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(AT_ONCE));
			threads.start(run.link::abort);
			run.link.onOpen(run.socket);
			threads.join();
			assertTrue(run.socket.aborts() > 0);
		});
	}

	/** A link and its socket. */
	private static final class Run {

		private final ScriptedWebSocket socket;

		private final AtomicInteger ends = new AtomicInteger();

		private final JdkLink link;

		Run(Consumer<Runnable> network) {
			this.socket = new ScriptedWebSocket(network);
			this.link = new JdkLink(MESSAGE_BYTES, new CountingListener(this.ends), (task) -> {
			});
		}

		Run open() {
			this.link.onOpen(this.socket);
			return this;
		}

		void send(int... frames) {
			for (int frame : frames) {
				this.link.send(new byte[] { (byte) frame });
			}
		}

		void assertSent(String... expected) {
			assertEquals(0, this.socket.overlaps());
			assertEquals(0, this.ends.get());
			assertEquals(List.of(expected).stream().sorted().toList(), this.socket.sent().stream().sorted().toList());
		}

		void assertInOrder(String first, String second) {
			int position = this.socket.sent().indexOf(first);
			assertTrue(position >= 0);
			assertTrue(position < this.socket.sent().indexOf(second));
		}

	}

	private record CountingListener(AtomicInteger ends) implements LinkListener {

		@Override
		public void opened(Link link) {
		}

		@Override
		public void received(ByteBuffer message) {
		}

		@Override
		public void alive() {
		}

		@Override
		public void closed(LinkEnd end) {
			this.ends.incrementAndGet();
		}

	}

}
