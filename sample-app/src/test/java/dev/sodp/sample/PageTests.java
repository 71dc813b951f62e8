// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page and its feed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sodp.server.enabled=false")
@EmbeddedSodp
class PageTests {

	private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

	@LocalServerPort
	private int port;

	@Test
	void thePageIsServedWithEverythingItLinksTo() {
		SampleClient http = new SampleClient(this.port);

		String page = http.get("/").expectStatus().isOk().expectBody(String.class).returnResult().getResponseBody();

		assertThat(page).contains("Live score");
		assertThat(links(page)).contains("live.js", "style.css")
			.allSatisfy((link) -> http.get("/" + link).expectStatus().isOk());
	}

	@Test
	void anOpenPageSeesTheScoreChange(SodpTestServer server) {
		try (LivePage page = LivePage.open(this.port)) {
			assertThat(page.contentType()).startsWith("text/event-stream");
			await().untilAsserted(() -> assertThat(page.view().at("/score/source").asString()).isNotEmpty());

			long version = server.set(Score.KEY, new Score(5));

			await().untilAsserted(() -> {
				assertThat(page.view().at("/score/value").asLong()).isEqualTo(5);
				assertThat(page.view().at("/score/version").asLong()).isEqualTo(version);
				assertThat(page.view().at("/score/source").asString()).isEqualTo("DELTA");
			});
		}
	}

	/** As text, because a browser would round the number to 2^53. */
	@Test
	void aScoreBeyondTheNumbersOfABrowserReachesThePageAsItIs(SodpTestServer server) {
		new SampleClient(this.port).writeScore("9007199254740993").expectStatus().isOk();

		assertThat(server).key(Score.KEY).hasValue(new Score(9_007_199_254_740_993L));
		try (LivePage page = LivePage.open(this.port)) {
			await().untilAsserted(
					() -> assertThat(page.view().at("/score/value")).isEqualTo(StringNode.valueOf("9007199254740993")));
		}
	}

	@Test
	void aPageThatOpensLaterSeesTheScoreAtOnce(SodpTestServer server) {
		server.set(Score.KEY, new Score(6));
		new SampleClient(this.port).awaitScore(6);

		try (LivePage page = LivePage.open(this.port)) {
			await().untilAsserted(() -> assertThat(page.view().at("/score/value").asLong()).isEqualTo(6));
		}
	}

	@Test
	void anOpenPageHearsFromItsInstanceWhileNothingChanges() {
		try (LivePage page = LivePage.open(this.port)) {
			await().untilAsserted(() -> assertThat(page.ports()).containsExactly(this.port));
			JsonNode settled = page.view();
			int views = page.views();

			await().atMost(Duration.ofMinutes(1)).until(() -> page.views() > views);

			assertThat(page.view()).isEqualTo(settled);
		}
	}

	@Test
	void thePageShowsTheConnection(SodpTestServer server) {
		try (LivePage page = LivePage.open(this.port)) {
			awaitConnection(page, true);

			server.refuse();
			server.cut();
			awaitConnection(page, false);

			server.accept();
			awaitConnection(page, true);
		}
	}

	@Test
	void thePageShowsTheInstance() {
		try (LivePage page = LivePage.open(this.port)) {
			await().untilAsserted(() -> assertThat(page.ports()).containsExactly(this.port));
		}
	}

	@Test
	void stoppingTheApplicationEndsOpenPages(SodpTestServer server) {
		try (RunningSample stopped = RunningSample.client(server.url());
				LivePage page = LivePage.open(stopped.port())) {
			await().until(() -> page.view().isObject());
			stopped.stop();
			await().untilAsserted(() -> assertThat(page.end()).isDone());
		}
	}

	private static void awaitConnection(LivePage page, boolean live) {
		await().untilAsserted(
				() -> assertThat(page.view().at("/connection/live").asString()).isEqualTo(Boolean.toString(live)));
	}

	private static List<String> links(String page) {
		return LINK.matcher(page)
			.results()
			.map((MatchResult result) -> result.group(1))
			.filter((link) -> !link.startsWith("data:"))
			.toList();
	}

}
