// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.List;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.SessionInfo;
import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.spring.app.ScoreApplication;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Applications whose token expires. */
class ExpiringTokensTests {

	private static List<Long> ids(SodpTestServer server) {
		return server.sessions().stream().map(SessionInfo::id).toList();
	}

	@Nested
	@SpringBootTest(classes = ScoreApplication.class)
	@EmbeddedSodp(requireToken = true)
	@DirtiesContext
	class WithoutProvider {

		@Test
		void applicationIsGivenATokenAndGivesUpWhenItExpires(SodpTestServer server, @Autowired SodpClient client) {
			assertThat(client.ready()).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
			assertThat(server.sessions()).extracting(SessionInfo::subject).containsExactly("application");

			server.expireTokens();

			await().untilAsserted(() -> assertThat(client.status().state()).isEqualTo(ConnectionState.FAILED));
		}

	}

	@Nested
	@SpringBootTest(classes = ScoreApplication.class)
	@EmbeddedSodp(requireToken = true)
	@Import(Provider.class)
	class WithProvider {

		@Test
		void applicationComesBackWithAnotherToken(SodpTestServer server, @Autowired SodpClient client) {
			assertThat(client.ready()).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
			List<Long> before = ids(server);

			server.expireTokens();

			await().untilAsserted(() -> assertThat(ids(server)).hasSize(1).doesNotContainAnyElementsOf(before));
			await().untilAsserted(() -> assertThat(client.status().state()).isEqualTo(ConnectionState.RESTORED));
			assertThat(server.sessions()).extracting(SessionInfo::subject).containsExactly("provided");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Provider {

		@Bean
		SodpTokenProvider tokenProvider(SodpTestServer server) {
			return SodpTokenProvider.blocking(() -> server.issueToken("provided"));
		}

	}

}
