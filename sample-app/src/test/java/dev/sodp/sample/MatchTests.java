// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Matches, which are live once the database has them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sodp.server.enabled=false")
@EmbeddedSodp
class MatchTests {

	private SodpTestServer server;

	private SampleClient http;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.http = new SampleClient(port);
	}

	@Test
	void aMatchIsShownAfterItsTransaction() {
		this.http.recordMatch("Alice", "3").expectStatus().isCreated();

		assertThat(this.server).key(Match.KEY)
			.eventuallySatisfies((matches) -> assertThat(matches).singleElement()
				.satisfies((match) -> assertThat(match.at("/player").asString()).isEqualTo("Alice")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "..", "a\\b", "50 %", "Zoë & Co" })
	void aWinnerHasAnyName(String player) {
		this.http.recordMatch(player, "1").expectStatus().isCreated();

		assertThat(this.server).key(Match.KEY)
			.eventuallySatisfies((matches) -> assertThat(matches).singleElement()
				.satisfies((match) -> assertThat(match.at("/player").asString()).isEqualTo(player)));
	}

	@Test
	void pointsThatAreNoNumberAreRefusedWithTheReason() {
		this.http.recordMatch("Alice", "many")
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Failed to convert 'points' with value: 'many'");

		assertThat(this.server).key(Match.KEY).wasNeverWritten();
	}

	@Test
	void theLastMatchesAreKept() {
		for (int i = 1; i <= Match.KEPT + 2; i++) {
			this.http.recordMatch("Alice", Integer.toString(i)).expectStatus().isCreated();
		}

		assertThat(this.server).key(Match.KEY)
			.eventuallySatisfies((matches) -> assertThat(matches).extracting((match) -> match.at("/points").asInt())
				.containsExactly(3, 4, 5, 6, 7));
	}

	@Test
	void aMatchThatTheDatabaseRefusesIsNeverShown() {
		this.http.recordMatch("Alice", "-1")
			.expectStatus()
			.isEqualTo(409)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("The database rejected the match");

		assertThat(this.server).key(Match.KEY).wasNeverWritten();
	}

}
