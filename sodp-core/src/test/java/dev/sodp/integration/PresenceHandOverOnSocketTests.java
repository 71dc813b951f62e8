// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Presence while a client moves to sessions with fresh tokens, over real sockets. */
@Timeout(60)
class PresenceHandOverOnSocketTests {

	private final AtomicInteger authenticated = new AtomicInteger();

	@Test
	void othersDoNotSeeThePresenceLeaveAtAHandOver() {
		try (SodpServer server = SodpServer.builder().authenticator(this::authenticate).build();
				SocketServer socket = new SocketServer(server, 0);
				SodpClient observer = SodpClient.builder(socket.url()).token("observer").build();
				SodpClient present = SodpClient.builder(socket.url())
					.tokenProvider(SodpTokenProvider.blocking(PresenceHandOverOnSocketTests::shortLived))
					.build()) {
			List<JsonNode> seen = new CopyOnWriteArrayList<>();
			present.presence("room", "/me", 1).join();
			observer.watch("room", (value, meta) -> seen.add(value));
			await().untilAsserted(() -> assertThat(seen).isNotEmpty());
			await().atMost(Duration.ofSeconds(30)).until(() -> this.authenticated.get() >= 2);
			await().untilAsserted(() -> assertThat(server.sessions()).hasSize(2));
			assertThat(present.presence("room", "/me", 2).join().version()).isPresent();
			await().untilAsserted(() -> assertThat(seen).last().isEqualTo(server.get("room").orElseThrow().value()));
			assertThat(seen).allMatch((room) -> room.has("me"));
			present.stop();
			await()
				.untilAsserted(() -> assertThat(seen).last().satisfies((room) -> assertThat(room.has("me")).isFalse()));
		}
	}

	private CompletableFuture<SodpIdentity> authenticate(String token) {
		if (!token.equals("observer")) {
			this.authenticated.incrementAndGet();
		}
		return CompletableFuture.completedFuture(new SodpIdentity(token, Map.of(), null));
	}

	private static String shortLived() {
		String claims = "{\"exp\":" + Instant.now().plusSeconds(8).getEpochSecond() + "}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".sig";
	}

}
