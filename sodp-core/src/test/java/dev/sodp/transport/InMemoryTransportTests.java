// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class InMemoryTransportTests {

	private final Server server = new Server();

	private final Client client = new Client();

	private final InMemoryTransport transport = new InMemoryTransport(this.server);

	private Link connect() {
		return connect(1024);
	}

	private Link connect(int maxMessageBytes) {
		return this.transport.connect(
				new ConnectRequest(URI.create("ws://memory"), Map.of(), Duration.ofSeconds(1), maxMessageBytes),
				this.client);
	}

	@Test
	void opensBeforeAnythingElse() throws Exception {
		this.server.greeting = new byte[] { 42 };

		Link link = connect();

		assertThat(this.client.next()).isEqualTo("opened");
		assertThat(this.client.next()).isEqualTo("received 42");
		assertThat(this.client.link).isSameAs(link);
	}

	@Test
	void peerIsTrusted() {
		connect();

		await().untilAsserted(() -> assertThat(this.server.peers).singleElement()
			.satisfies((peer) -> assertThat(peer.trusted()).isTrue()));
	}

	@Test
	void messagesArriveInOrderInBothDirections() throws Exception {
		Link link = connect();
		for (int i = 0; i < 100; i++) {
			link.send(new byte[] { (byte) i });
		}

		assertThat(this.client.next()).isEqualTo("opened");
		for (int i = 0; i < 100; i++) {
			assertThat(this.client.next()).isEqualTo("received " + i);
		}
	}

	@Test
	void neitherSideRunsOnTheOthersThread() throws Exception {
		Link link = connect();
		link.send(new byte[] { 1 });
		this.client.next();
		this.client.next();

		assertThat(this.client.threads).doesNotContain(Thread.currentThread());
		assertThat(this.server.threads).doesNotContain(Thread.currentThread());
	}

	@Test
	void pingIsAnswered() throws Exception {
		Link link = connect();
		this.client.next();

		link.ping();

		assertThat(this.client.next()).isEqualTo("alive");
	}

	@Test
	void closeOfTheClientFollowsWhatItSent() throws Exception {
		Link link = connect();
		link.send(new byte[] { 1 });

		link.close(1000, "done");

		assertThat(this.server.next()).isEqualTo("received 1");
		assertThat(this.server.next()).isEqualTo("closed 1000 done");
		assertThat(this.client.untilClosed()).isEqualTo("closed 1000 done");
	}

	@Test
	void closeOfTheServerFollowsWhatItWrote() throws Exception {
		connect();
		SessionSocket socket = this.server.socket();
		socket.write(new byte[] { 7 });

		socket.close(1013, "too slow");

		assertThat(this.client.next()).isEqualTo("opened");
		assertThat(this.client.next()).isEqualTo("received 7");
		assertThat(this.client.next()).isEqualTo("closed 1013 too slow");
		assertThat(this.server.next()).isEqualTo("closed 1013 too slow");
	}

	@Test
	void abortEndsBothSides() throws Exception {
		Link link = connect();
		this.server.socket();

		link.abort();

		assertThat(this.client.untilClosed()).startsWith("closed 1006");
		assertThat(this.server.next()).startsWith("closed 1006");
	}

	@Test
	void nothingFollowsTheEnd() throws Exception {
		Link link = connect();
		SessionSocket socket = this.server.socket();
		link.close(1000, "");
		this.client.untilClosed();

		link.close(1001, "again");
		link.abort();
		link.ping();
		link.send(new byte[] { 1 });
		socket.close(1002, "again");

		assertThat(this.server.next()).startsWith("closed 1000");
		assertThat(this.client.events).isEmpty();
		assertThat(this.server.events).isEmpty();
	}

	@Test
	void writeToAClosedLinkFails() throws Exception {
		Link link = connect();
		SessionSocket socket = this.server.socket();
		link.close(1000, "");

		assertThat(failure(socket)).isInstanceOf(IOException.class);
	}

	@Test
	void messageAboveTheClientsLimitEndsTheLink() throws Exception {
		connect(10);

		SessionSocket socket = this.server.socket();
		assertThat(failureOf(() -> socket.write(new byte[11]))).isInstanceOf(IOException.class);

		assertThat(this.client.untilClosed()).startsWith("closed 1009");
	}

	@Test
	void acceptorThatFailsEndsTheLink() throws Exception {
		InMemoryTransport broken = new InMemoryTransport((socket, peer) -> {
			throw new IllegalStateException("not now");
		});

		broken.connect(new ConnectRequest(URI.create("ws://memory"), Map.of(), Duration.ofSeconds(1), 10), this.client);

		assertThat(this.client.untilClosed()).contains("1006").contains("not now");
	}

	@Test
	void serverWaitsForAClientThatDoesNotTakeInItsMessages() throws Exception {
		connect();
		SessionSocket socket = this.server.socket();
		this.client.next();
		CountDownLatch gate = new CountDownLatch(1);
		this.client.gate = gate;
		AtomicInteger written = new AtomicInteger();
		CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 1000; i++) {
				failureOf(() -> socket.write(new byte[] { 1 }));
				written.incrementAndGet();
			}
		});

		await().until(() -> written.get() > 0);
		assertThat(writing).isNotDone();
		gate.countDown();
		writing.get(30, TimeUnit.SECONDS);

		for (int i = 0; i < 1000; i++) {
			assertThat(this.client.next()).isEqualTo("received 1");
		}
	}

	@Test
	void serverThatWaitsIsReleasedByTheEnd() throws Exception {
		Link link = connect();
		SessionSocket socket = this.server.socket();
		this.client.next();
		CountDownLatch gate = new CountDownLatch(1);
		this.client.gate = gate;
		CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> {
			Throwable thrown = null;
			while (thrown == null) {
				thrown = failure(socket);
			}
			return thrown;
		});

		link.abort();

		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
		gate.countDown();
	}

	private static Throwable failure(SessionSocket socket) {
		return failureOf(() -> socket.write(new byte[] { 1 }));
	}

	private static Throwable failureOf(Writing writing) {
		try {
			writing.run();
			return null;
		}
		catch (IOException ex) {
			return ex;
		}
	}

	private interface Writing {

		void run() throws IOException;

	}

	/** Echoes. */
	private static final class Server implements SessionAcceptor {

		private final List<Peer> peers = new CopyOnWriteArrayList<>();

		private final List<Thread> threads = new CopyOnWriteArrayList<>();

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		private final CompletableFuture<SessionSocket> socket = new CompletableFuture<>();

		private volatile byte[] greeting = new byte[0];

		SessionSocket socket() throws Exception {
			return this.socket.get(30, TimeUnit.SECONDS);
		}

		String next() throws InterruptedException {
			return this.events.poll(30, TimeUnit.SECONDS);
		}

		@Override
		public SessionInput accept(SessionSocket accepted, Peer peer) {
			this.peers.add(peer);
			this.threads.add(Thread.currentThread());
			if (this.greeting.length > 0) {
				failureOf(() -> accepted.write(this.greeting));
			}
			this.socket.complete(accepted);
			return new SessionInput() {

				@Override
				public void received(ByteBuffer message) {
					byte[] bytes = new byte[message.remaining()];
					message.get(bytes);
					Server.this.events.add("received " + bytes[0]);
					failureOf(() -> accepted.write(bytes));
				}

				@Override
				public void receivedText() {
				}

				@Override
				public void pong() {
				}

				@Override
				public void closed(int code, String reason) {
					Server.this.events.add("closed " + code + " " + reason);
				}

			};
		}

	}

	private static final class Client implements LinkListener {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		private final List<Thread> threads = new CopyOnWriteArrayList<>();

		private volatile Link link;

		private volatile CountDownLatch gate = new CountDownLatch(0);

		String next() throws InterruptedException {
			return this.events.poll(30, TimeUnit.SECONDS);
		}

		String untilClosed() throws InterruptedException {
			List<String> seen = new ArrayList<>();
			String event = next();
			while (event != null && !event.startsWith("closed")) {
				seen.add(event);
				event = next();
			}
			assertThat(event).as("after %s", seen).isNotNull();
			return event;
		}

		private void add(String event) {
			this.threads.add(Thread.currentThread());
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.events.add(event);
		}

		@Override
		public void opened(Link opened) {
			this.link = opened;
			add("opened");
		}

		@Override
		public void received(ByteBuffer message) {
			add("received " + message.get());
		}

		@Override
		public void alive() {
			add("alive");
		}

		@Override
		public void closed(LinkEnd end) {
			add("closed " + end.code() + " " + end.reason());
		}

	}

}
