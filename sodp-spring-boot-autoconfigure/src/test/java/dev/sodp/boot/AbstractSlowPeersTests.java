// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.sodp.client.SodpClient;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that do not read, or slowly, in a container with few threads.
 */
@Tag("container")
abstract class AbstractSlowPeersTests {

	private static final int WAIT_SECONDS = 30;

	private static final int PEERS = 24;

	private static final int WATCHES = 12;

	private static final String BIG = "big";

	private final Container container;

	private final List<StuckPeer> peers = new ArrayList<>();

	private ConfigurableApplicationContext host;

	AbstractSlowPeersTests(Container container) {
		this.container = container;
	}

	@BeforeEach
	void startHost() {
		this.host = this.container.start(TestApplication.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"server.tomcat.threads.max=12", "server.jetty.threads.max=12");
		server().set(BIG, "x".repeat(1_000_000));
	}

	@AfterEach
	void stopHost() throws Exception {
		for (StuckPeer peer : this.peers) {
			peer.close();
		}
		this.host.close();
	}

	private SodpServer server() {
		return this.host.getBean(SodpServer.class);
	}

	private URI uri(String scheme) {
		return URI.create(scheme + "://localhost:" + Hosts.port(this.host) + "/sodp");
	}

	private SodpClient connect() throws Exception {
		return SodpClient.builder(uri("ws").toString()).build().ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	/** Lets peers ask for much more than a socket buffers. */
	private void openPeersThatDoNotRead() throws Exception {
		for (int i = 0; i < PEERS; i++) {
			openPeerThatDoesNotRead();
		}
	}

	private StuckPeer openPeerThatDoesNotRead() throws Exception {
		StuckPeer peer = new StuckPeer(uri("ws"));
		this.peers.add(peer);
		for (int i = 0; i < WATCHES; i++) {
			peer.watch(BIG);
		}
		return peer;
	}

	private long watchers() {
		return server().sessions().stream().filter((session) -> session.watchedKeys() == 1).count();
	}

	/** Threads of the container that are busy with a message. */
	private static List<String> heldThreads() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().getName().matches("(http-nio-|qtp).*"))
			.filter((entry) -> Stream.of(entry.getValue())
				.anyMatch((frame) -> frame.getClassName().equals("dev.sodp.spring.web.SodpWebSocketHandler")))
			.map((entry) -> entry.getKey().getName())
			.toList();
	}

	@Test
	void peersThatDoNotReadHoldNoThreadOfTheContainer() throws Exception {
		openPeersThatDoNotRead();

		await().untilAsserted(() -> {
			assertThat(watchers()).isEqualTo(PEERS);
			assertThat(heldThreads()).isEmpty();
		});
	}

	@Test
	void requestsAndOtherClientsAreServedBesidePeersThatDoNotRead() throws Exception {
		openPeersThatDoNotRead();
		await().until(() -> watchers() == PEERS);

		HttpResponse<Void> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri("http")).timeout(Duration.ofSeconds(WAIT_SECONDS)).build(),
					HttpResponse.BodyHandlers.discarding());
		try (SodpClient client = connect()) {
			client.set("small", 1).get(WAIT_SECONDS, TimeUnit.SECONDS);
		}

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(watchers()).as("peers that still do not read").isEqualTo(PEERS);
	}

	@Test
	void peersThatPingAndDoNotReadLeaveThreadsForOthers() throws Exception {
		openPeersThatDoNotRead();
		await().until(() -> watchers() == PEERS);
		for (StuckPeer peer : this.peers) {
			peer.ping();
		}

		try (SodpClient client = connect()) {
			client.set("small", 1).get(WAIT_SECONDS, TimeUnit.SECONDS);
		}

		assertThat(watchers()).as("peers that still do not read").isPositive();
	}

	@Test
	void peersThatDoNotReadAreDropped() throws Exception {
		StuckPeer peer = openPeerThatDoesNotRead();
		await().until(() -> watchers() == 1);

		await().until(() -> server().sessions().isEmpty());
		await().until(peer::isDropped);
	}

	@Test
	void aPeerThatReadsSlowlyIsNotClosedBeforeTheLimit() throws Exception {
		StuckPeer peer = openPeerThatDoesNotRead();
		await().until(() -> watchers() == 1);
		AtomicInteger read = new AtomicInteger();

		await().pollInterval(Duration.ofSeconds(1)).until(() -> {
			assertThat(peer.read(1024)).isPositive();
			server().set("other", read.get());
			return read.incrementAndGet() == 6;
		});

		assertThat(watchers()).isOne();
	}

	@Test
	void aPeerThatPausesGetsEverythingInOrder() throws Exception {
		PausingPeer peer = new PausingPeer();
		WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri("ws"), peer).join();
		socket.sendBinary(ByteBuffer.wrap(new FrameEncoder().encode(new Frame.Watch(0, 1, List.of("list"), null))),
				true);
		await().until(() -> watchers() == 1);
		for (int i = 0; i < 200; i++) {
			server().set("list", i + "x".repeat((i % 2 == 0) ? 100_000 : 20));
		}
		await().until(() -> server().sessions().get(0).queuedFrames() > 0);

		socket.request(Long.MAX_VALUE);

		await().until(() -> peer.versions.size() == 200);
		assertThat(peer.versions).isSorted().doesNotHaveDuplicates();
		socket.abort();
	}

	/** Reads only what it has asked for. */
	private static final class PausingPeer implements WebSocket.Listener {

		private final List<Long> versions = new CopyOnWriteArrayList<>();

		private final ByteArrayOutputStream message = new ByteArrayOutputStream();

		private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(Integer.MAX_VALUE));

		@Override
		public void onOpen(WebSocket webSocket) {
			// Asks for nothing.
		}

		@Override
		public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
			while (data.hasRemaining()) {
				this.message.write(data.get());
			}
			if (last) {
				if (this.decoder.decode(ByteBuffer.wrap(this.message.toByteArray())) instanceof Frame.Delta delta) {
					this.versions.add(delta.version());
				}
				this.message.reset();
			}
			return null;
		}

	}

}
