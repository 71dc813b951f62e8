// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
		this.http.post("/matches/Alice/3").expectStatus().isCreated();

		assertThat(this.server).key(Match.KEY)
			.eventuallySatisfies((matches) -> assertThat(matches).singleElement()
				.satisfies((match) -> assertThat(match.at("/player").asString()).isEqualTo("Alice")));
	}

	@Test
	void theLastMatchesAreKept() {
		for (int i = 1; i <= Match.KEPT + 2; i++) {
			this.http.post("/matches/Alice/" + i).expectStatus().isCreated();
		}

		assertThat(this.server).key(Match.KEY)
			.eventuallySatisfies((matches) -> assertThat(matches).extracting((match) -> match.at("/points").asInt())
				.containsExactly(3, 4, 5, 6, 7));
	}

	@Test
	void aMatchThatTheDatabaseRefusesIsNeverShown() {
		this.http.post("/matches/Alice/-1")
			.expectStatus()
			.isEqualTo(409)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("The database rejected the match");

		assertThat(this.server).key(Match.KEY).wasNeverWritten();
	}

}
