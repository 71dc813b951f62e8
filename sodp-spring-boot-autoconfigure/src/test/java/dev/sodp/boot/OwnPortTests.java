// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole applications whose server has a port of its own. */
@ExtendWith(OutputCaptureExtension.class)
class OwnPortTests {

	private static final int SESSIONS = 20;

	private ConfigurableApplicationContext host;

	@AfterEach
	void stop() {
		this.host.close();
	}

	private void start(String... properties) {
		String[] all = new String[properties.length + 3];
		System.arraycopy(properties, 0, all, 3, properties.length);
		all[0] = "sodp.server.enabled=true";
		all[1] = "sodp.server.port=0";
		all[2] = "sodp.enabled=false";
		this.host = Hosts.start(TestApplication.class, all);
	}

	private int port() {
		return this.host.getEnvironment().getRequiredProperty("local.sodp.port", Integer.class);
	}

	private RawSocket open() {
		return RawSocket.open(URI.create("ws://localhost:" + port() + "/sodp"), null);
	}

	@Test
	void theWebServerServesTheRest() throws Exception {
		start();

		open().awaitFrame();

		assertThat(this.host.getEnvironment().getProperty("local.server.port")).isNotEqualTo(String.valueOf(port()));
		try (RawUpgrade upgrade = new RawUpgrade(Integer.parseInt(Hosts.port(this.host)), "localhost")) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void theLogSaysWhereAndHowClientsAreServed(CapturedOutput output) {
		start("spring.main.web-application-type=none");

		assertThat(output).contains("SODP on Netty uses NIO")
			.contains("SODP on Netty listens on ")
			.contains(":" + port() + ", path /sodp")
			.contains("/sodp serves clients on this machine");
	}

	@Test
	void anApplicationWithoutAWebServerStaysAlive() {
		start("spring.main.web-application-type=none");

		assertThat(Thread.getAllStackTraces().keySet())
			.anyMatch((thread) -> !thread.isDaemon() && thread.getName().startsWith("sodp-netty-"));
	}

	@Test
	void anOriginIsRefusedAsByAWebServer() throws Exception {
		start("sodp.server.allowed-origins=https://app.example");

		try (RawUpgrade own = new RawUpgrade(port(), "localhost", "Origin: https://app.example");
				RawUpgrade foreign = new RawUpgrade(port(), "localhost", "Origin: https://evil.example")) {
			assertThat(own.head).startsWith("HTTP/1.1 101 ");
			assertThat(foreign.head).startsWith("HTTP/1.1 403 ");
		}
	}

	@Test
	void sessionsLeaveWith1001AndUpgradesAreRefusedMeanwhile() throws Exception {
		start("sodp.server.drain-time=3s");
		List<RawSocket> sockets = IntStream.range(0, SESSIONS).mapToObj((i) -> open()).toList();
		for (RawSocket socket : sockets) {
			socket.awaitFrame();
		}
		SodpServer server = this.host.getBean(SodpServer.class);
		int port = port();

		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.host::close);

		await().pollInterval(Duration.ofMillis(10)).until(() -> server.sessions().size() < SESSIONS);
		try (RawUpgrade late = new RawUpgrade(port, "localhost")) {
			assertThat(late.head).startsWith("HTTP/1.1 503 ");
		}
		assertThat(sockets).allSatisfy(
				(socket) -> assertThat(socket.closeCode).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1001));
		assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
	}

	@Test
	void anApplicationThatStopsSaysGoodbye() throws Exception {
		start();
		RawSocket socket = open();
		socket.awaitFrame();

		this.host.close();

		assertThat(socket.closeCode).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1001);
	}

}
