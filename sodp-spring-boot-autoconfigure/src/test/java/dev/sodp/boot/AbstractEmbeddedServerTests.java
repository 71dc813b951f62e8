// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteResult;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpServer;
import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The embedded server in a real container, over real sockets.
 */
abstract class AbstractEmbeddedServerTests {

	private static final int WAIT_SECONDS = 30;

	private final Container container;

	private ConfigurableApplicationContext host;

	AbstractEmbeddedServerTests(Container container) {
		this.container = container;
	}

	@BeforeEach
	void startHost() {
		this.host = this.container.start(TestApplication.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.allowed-origins=https://allowed.example,https://*.pattern.example");
	}

	@AfterEach
	void stopHost() {
		this.host.close();
	}

	private URI uri(String scheme) {
		return URI.create(scheme + "://localhost:" + Hosts.port(this.host) + "/sodp");
	}

	private SodpServer server() {
		return this.host.getBean(SodpServer.class);
	}

	private SodpClient connect() throws Exception {
		return SodpClient.builder(uri("ws").toString()).build().ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	private RawSocket open(@Nullable String origin) {
		return RawSocket.open(uri("ws"), origin);
	}

	@Test
	void aWriteOfAClientReachesTheHost() throws Exception {
		try (SodpClient client = connect()) {
			client.set("game.score", 7).get(WAIT_SECONDS, TimeUnit.SECONDS);

			assertThat(server().get("game.score").orElseThrow().value().asInt()).isEqualTo(7);
		}
	}

	@Test
	void aWriteOfTheHostReachesAClient() throws Exception {
		BlockingQueue<Integer> values = new LinkedBlockingQueue<>();
		server().set("game.score", 1);
		try (SodpClient client = connect()) {
			client.watch("game.score", Integer.class, (value, meta) -> values.add(value));
			assertThat(values.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);

			server().set("game.score", 2);

			assertThat(values.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(2);
		}
	}

	@Test
	void aBurstOfWritesArrivesCompleteAndInOrder() throws Exception {
		BlockingQueue<Long> versions = new LinkedBlockingQueue<>();
		try (SodpClient client = connect()) {
			client.watch("game.log", (value, meta) -> versions.add(meta.version()));
			assertThat(versions.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isZero();

			server().set("game.log", List.of());
			for (int i = 0; i < 500; i++) {
				server().append("game.log", i);
			}

			await().untilAsserted(() -> assertThat(client.get("game.log").orElseThrow().size()).isEqualTo(500));
			assertThat(client.get("game.log")).isEqualTo(server().get("game.log").map((state) -> state.value()));
			assertThat(List.copyOf(versions)).isSorted();
		}
	}

	@Test
	void aValueThatIsTooBigFailsAloneAndKeepsTheConnection() throws Exception {
		try (SodpClient client = connect()) {
			CompletableFuture<WriteResult> tooBig = client.set("big", "x".repeat(2 * 1024 * 1024));
			CompletableFuture<WriteResult> other = client.set("small", 1);

			assertThat(tooBig).failsWithin(Duration.ofSeconds(WAIT_SECONDS))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(SodpRejectedException.class)
				.withMessageContaining("state.set of 'big' takes 20971")
				.withMessageContaining("at most " + (1024 + 64) * 1024);
			other.get(WAIT_SECONDS, TimeUnit.SECONDS);
			assertThat(client.statistics().connections().attempts()).isOne();
		}
	}

	@Test
	void aBigValueTravelsFromTheClientToTheHost() throws Exception {
		String big = "x".repeat(900 * 1024);
		try (SodpClient client = connect()) {
			client.set("big", big).get(WAIT_SECONDS, TimeUnit.SECONDS);

			assertThat(server().get("big").orElseThrow().value().asString()).isEqualTo(big);
		}
	}

	@Test
	void aBigValueTravelsFromTheHostToTheClient() throws Exception {
		String big = "x".repeat(900 * 1024);
		try (SodpClient client = connect()) {
			client.watch("big", (value, meta) -> {
			});

			server().set("big", big);

			await().untilAsserted(() -> assertThat(client.get("big", String.class)).contains(big));
		}
	}

	@Test
	void theHostSeesWhereAClientComesFrom() throws Exception {
		try (SodpClient client = connect()) {
			assertThat(client.status().state().isLive()).isTrue();
			assertThat(server().sessions()).singleElement()
				.extracting(SessionInfo::peer)
				.asString()
				.matches("[0-9a-f.:]+:\\d+");
		}
	}

	@Test
	void aClosedClientLeavesNoSession() throws Exception {
		connect().close();

		await().until(() -> server().sessions().isEmpty());
	}

	@Test
	void aMessageThatIsTooLargeIsAnsweredWith413AndEndsTheSession() throws Exception {
		RawSocket socket = open(null);
		socket.awaitFrame();

		socket.socket.sendBinary(ByteBuffer.allocate(2 * 1024 * 1024), true);

		assertThat(socket.awaitFrame()).contains("code").contains("message");
		assertThat(socket.closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isBetween(1000, 4999);
	}

	@Test
	void aCustomizedValueLimitIsTheEndpointsToo() throws Exception {
		try (ConfigurableApplicationContext roomy = this.container.start(RoomyApplication.class,
				"sodp.server.enabled=true");
				SodpClient client = SodpClient.builder("ws://localhost:" + Hosts.port(roomy) + "/sodp").build()) {
			client.set("big", "x".repeat(3 * 1024 * 1024)).get(WAIT_SECONDS, TimeUnit.SECONDS);

			assertThat(roomy.getBean(SodpServer.class).get("big")).isPresent();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class RoomyApplication {

		@Bean
		SodpServerBuilderCustomizer roomy() {
			return (builder) -> builder.maxValueBytes(4 * 1024 * 1024);
		}

	}

	@Test
	void aPeerThatDoesNotReadIsEvictedAndNoOneWaitsForIt() throws Exception {
		try (StuckPeer stuck = new StuckPeer(uri("ws")); SodpClient client = connect()) {
			stuck.watch("stuck.big");
			await().until(() -> server().sessions().stream().anyMatch((session) -> session.watchedKeys() == 1));

			for (int i = 0; i < 1200; i++) {
				server().set("stuck.big", i + "x".repeat(64 * 1024));
			}
			client.set("other", 1).get(WAIT_SECONDS, TimeUnit.SECONDS);

			await().untilAsserted(() -> assertThat(server().sessions()).hasSize(1));
		}
	}

	@Test
	void aTextMessageIsAnsweredWithAnErrorAndTheSessionLivesOn() throws Exception {
		RawSocket socket = open(null);
		socket.awaitFrame();

		socket.socket.sendText("hello", true).get(WAIT_SECONDS, TimeUnit.SECONDS);
		assertThat(socket.awaitFrame()).contains("code").contains("message");

		assertThat(server().sessions()).hasSize(1);
		assertThat(socket.closeCode).isNotDone();
		socket.socket.abort();
	}

	@Test
	void aMessageInManyPartsIsOneFrame() throws Exception {
		byte[] heartbeat = { (byte) 0x94, 0x09, 0x00, 0x01, (byte) 0xc0 };
		RawSocket socket = open(null);
		socket.awaitFrame();

		for (int i = 0; i < heartbeat.length; i++) {
			socket.socket.sendBinary(ByteBuffer.wrap(heartbeat, i, 1), i == heartbeat.length - 1).get();
		}

		assertThat(socket.awaitFrame()).startsWith("\u0094\t");
		socket.socket.abort();
	}

	@Test
	void aSingleLargeFrameIsOneMessage() throws Exception {
		RawSocket socket = open(null);
		socket.awaitFrame();

		socket.socket.sendBinary(ByteBuffer.allocate(300 * 1024), true).get(WAIT_SECONDS, TimeUnit.SECONDS);

		assertThat(socket.awaitFrame()).contains("code").contains("message");
		socket.socket.abort();
	}

	@Test
	void aSessionWithoutTrafficOutlivesTheContainersIdleTimeout() throws Exception {
		try (ConfigurableApplicationContext patient = this.container.start(TestApplication.class,
				"sodp.server.enabled=true", "sodp.server.heartbeat-interval=1s")) {
			ServletContext servletContext = patient.getBean(ServletContext.class);
			((ServerContainer) servletContext.getAttribute(ServerContainer.class.getName()))
				.setDefaultMaxSessionIdleTimeout(200);
			RawSocket socket = RawSocket.open(URI.create("ws://localhost:" + Hosts.port(patient) + "/sodp"), null);
			socket.awaitFrame();

			assertThat(socket.awaitFrame()).as("HEARTBEAT").startsWith("\u0094\t");
			socket.socket.abort();
		}
	}

	@Test
	void pingsOfAnIdleClientAreAnswered() throws Exception {
		RawSocket socket = open(null);
		socket.awaitFrame();

		for (int i = 0; i < 3; i++) {
			socket.socket.sendPing(ByteBuffer.allocate(0));

			assertThat(socket.pongs.poll(WAIT_SECONDS, TimeUnit.SECONDS)).as("pong").isNotNull();
		}
		socket.socket.abort();
	}

	@Test
	void anUpgradeWithoutOriginIsLetIn() {
		open(null).socket.abort();
	}

	@Test
	void theServersOwnOriginIsLetIn() {
		open("http://localhost:" + Hosts.port(this.host)).socket.abort();
	}

	@Test
	void anAllowedOriginIsLetIn() {
		open("https://allowed.example").socket.abort();
	}

	@Test
	void anOriginThatMatchesAnAllowedPatternIsLetIn() {
		open("https://app.pattern.example").socket.abort();
	}

	@Test
	void anyOtherOriginIsRefused() {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> open("https://evil.example"))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(failure) -> assertThat(failure.getResponse().statusCode()).isEqualTo(403));
	}

	@Test
	void aPlainRequestOfThePathIsNotFound() throws Exception {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri("http")).build(), HttpResponse.BodyHandlers.ofString());

		assertThat(response.statusCode()).isEqualTo(404);
	}

	@Test
	void aHostThatStopsSaysGoodbye() throws Exception {
		RawSocket socket = open(null);
		socket.awaitFrame();

		this.host.close();

		assertThat(socket.closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1001);
	}

	@Test
	void aStoppedServerClosesNewSocketsAtOnce() throws Exception {
		server().stop();

		assertThat(open(null).closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1001);
	}

}
