// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.SodpServerDrain;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with a drain time that is stopped, as by SIGTERM, while it has sessions.
 */
abstract class AbstractDrainTests {

	private static final int SESSIONS = 30;

	private static final Duration WAIT = Duration.ofSeconds(30);

	private final Container container;

	private @Nullable ConfigurableApplicationContext host;

	AbstractDrainTests(Container container) {
		this.container = container;
	}

	@AfterEach
	void stop() {
		if (this.host != null) {
			this.host.close();
		}
	}

	private ConfigurableApplicationContext start() {
		return start("sodp.server.drain-time=2s");
	}

	private ConfigurableApplicationContext start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("sodp.server.enabled=true");
		this.host = this.container.start(Application.class, all.toArray(String[]::new));
		return this.host;
	}

	private static URI uri(ConfigurableApplicationContext context, String scheme, String path) {
		return URI.create(scheme + "://localhost:" + Hosts.port(context) + path);
	}

	private static List<RawSocket> connect(ConfigurableApplicationContext host) throws InterruptedException {
		URI uri = uri(host, "ws", "/sodp");
		List<RawSocket> sockets = IntStream.range(0, SESSIONS).mapToObj((i) -> RawSocket.open(uri, null)).toList();
		for (RawSocket socket : sockets) {
			socket.awaitFrame();
		}
		return sockets;
	}

	private static CompletableFuture<Void> close(ConfigurableApplicationContext host) {
		return CompletableFuture.runAsync(host::close);
	}

	private static boolean isSomeGone(SodpServer server) {
		long remote = remoteSessions(server);
		return remote > 0 && remote < SESSIONS;
	}

	private static long remoteSessions(SodpServer server) {
		return server.sessions().stream().filter((session) -> session.peer().contains(":")).count();
	}

	private static void awaitSomeGone(SodpServer server) {
		await().pollInterval(Duration.ofMillis(10)).until(() -> isSomeGone(server));
	}

	private static void send(RawSocket socket, Frame frame) {
		socket.socket.sendBinary(ByteBuffer.wrap(new FrameEncoder().encode(frame)), true).join();
	}

	@Test
	void sessionsLeaveWith1001InGroups() throws Exception {
		ConfigurableApplicationContext context = start();
		List<RawSocket> sockets = connect(context);

		CompletableFuture<Void> closing = close(context);

		awaitSomeGone(context.getBean(SodpServer.class));
		assertThat(closing).succeedsWithin(WAIT);
		assertThat(sockets).allSatisfy((socket) -> assertThat(socket.closeCode).succeedsWithin(WAIT).isEqualTo(1001));
		assertThat(sockets).as("ended by the SODP server, not by that of the web")
			.allSatisfy((socket) -> assertThat(socket.closeReason).isEqualTo("The server is stopping"));
	}

	@Test
	void theLastGroupLeavesWhileTheRestOfTheApplicationStillRuns() throws Exception {
		ConfigurableApplicationContext context = start();
		List<RawSocket> sockets = connect(context);
		AfterDrain next = context.getBean(AfterDrain.class);

		context.close();

		assertThat(next.remoteSessions).isZero();
		assertThat(sockets).allSatisfy((socket) -> assertThat(socket.closeCode).succeedsWithin(WAIT));
	}

	@Test
	void whatARequestInFlightWritesReachesTheSessionsThatRemain() throws Exception {
		ConfigurableApplicationContext context = start();
		context.getBean(SodpServer.class).set("late", 0);
		List<RawSocket> sockets = connect(context);
		for (RawSocket socket : sockets) {
			send(socket, new Frame.Watch(0, 1, List.of("late"), null));
			socket.awaitFrame();
		}
		LateController request = post(context);

		context.close();

		assertThat(request.write).succeedsWithin(WAIT);
		assertThat(sockets).allSatisfy((socket) -> assertThat(socket.closeCode).succeedsWithin(WAIT));
		assertThat(sockets.stream().filter((socket) -> !socket.frames().isEmpty()).count()).isBetween(1L,
				SESSIONS - 1L);
	}

	private static LateController post(ConfigurableApplicationContext context) {
		HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(uri(context, "http", "/late"))
				.POST(HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.discarding());
		LateController controller = context.getBean(LateController.class);
		await().untilTrue(controller.entered);
		return controller;
	}

	@Test
	void upgradesAreRefusedBeforeTheFirstSessionLeaves() throws Exception {
		ConfigurableApplicationContext context = start();
		connect(context);
		FirstToStop first = context.getBean(FirstToStop.class);

		context.close();

		assertThat(first.readiness).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		assertThat(first.remoteSessions).isEqualTo(SESSIONS);
		assertThat(first.upgrade).startsWith("HTTP/1.1 503");
	}

	@Test
	void upgradesAreRefusedWhileSessionsLeaveAndTheWebServerStillListens() throws Exception {
		ConfigurableApplicationContext context = start("sodp.server.drain-time=2s", "server.shutdown=immediate");
		connect(context);

		CompletableFuture<Void> closing = close(context);
		awaitSomeGone(context.getBean(SodpServer.class));
		String answer = upgrade(context);

		assertThat(answer).startsWith("HTTP/1.1 503");
		assertThat(closing).succeedsWithin(WAIT);
	}

	@Test
	void withoutADrainTimeUpgradesAreAcceptedUntilTheServerStops() throws Exception {
		ConfigurableApplicationContext context = start("sodp.server.drain-time=0s");
		FirstToStop first = context.getBean(FirstToStop.class);

		context.close();

		assertThat(first.upgrade).startsWith("HTTP/1.1 101");
	}

	@Test
	void presenceOfASessionThatHasLeftWaitsForItsClient() throws Exception {
		ConfigurableApplicationContext context = start();
		SodpServer server = context.getBean(SodpServer.class);
		List<RawSocket> sockets = connect(context);
		for (int i = 0; i < SESSIONS; i++) {
			send(sockets.get(i), new Frame.Call(0, 1, "call", "state.presence",
					JsonMapper.shared().readTree("{\"state\": \"room\", \"path\": \"/" + i + "\", \"value\": 1}")));
			sockets.get(i).awaitFrame();
		}

		CompletableFuture<Void> closing = close(context);
		awaitSomeGone(server);
		int present = server.get("room").orElseThrow().value().size();

		assertThat(present).isEqualTo(SESSIONS);
		assertThat(closing).succeedsWithin(WAIT);
	}

	private static String upgrade(ConfigurableApplicationContext context) throws IOException {
		try (RawUpgrade upgrade = new RawUpgrade(Integer.parseInt(Hosts.port(context)), "localhost")) {
			return upgrade.head;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TestApplication.class, FirstToStop.class, AfterDrain.class, LateController.class })
	static class Application {

	}

	/** What the application is like before anything has been stopped. */
	static final class FirstToStop extends Witness {

		private final ConfigurableApplicationContext context;

		private @Nullable String upgrade;

		private @Nullable ReadinessState readiness;

		FirstToStop(ConfigurableApplicationContext context, SodpServer server) {
			super(server, DEFAULT_PHASE);
			this.context = context;
		}

		@Override
		public void stop() {
			super.stop();
			try {
				this.readiness = this.context.getBean(ApplicationAvailability.class).getReadinessState();
				this.upgrade = AbstractDrainTests.upgrade(this.context);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/** What the application is like right after the drain. */
	static final class AfterDrain extends Witness {

		AfterDrain(SodpServer server) {
			super(server, SodpServerDrain.PHASE - 1);
		}

	}

	/** Counts sessions when it is its turn to stop. */
	private abstract static class Witness implements SmartLifecycle {

		private final SodpServer server;

		private final int phase;

		private volatile boolean running;

		long remoteSessions;

		Witness(SodpServer server, int phase) {
			this.server = server;
			this.phase = phase;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.remoteSessions = AbstractDrainTests.remoteSessions(this.server);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	@RestController
	static class LateController {

		private final AtomicBoolean entered = new AtomicBoolean();

		private final CompletableFuture<Boolean> write = new CompletableFuture<>();

		private final SodpOperations sodp;

		private final SodpServer server;

		LateController(SodpOperations sodp, SodpServer server) {
			this.sodp = sodp;
			this.server = server;
		}

		/** Writes when some sessions have left. */
		@PostMapping("/late")
		void late() {
			this.entered.set(true);
			try {
				awaitSomeGone(this.server);
				this.sodp.setAndWait("late", 1);
				this.write.complete(true);
			}
			catch (RuntimeException ex) {
				this.write.completeExceptionally(ex);
			}
		}

	}

}
