package dev.sodp.sample;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page and its feed.
 */
class PageTests {

	private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

	private static RunningSample sample;

	@BeforeAll
	static void start() {
		sample = RunningSample.server(RunningSample.ANY_PORT);
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@Test
	void thePageIsServedWithEverythingItLinksTo() {
		HttpResponse<String> page = sample.get("/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("Live score");
		assertThat(links(page.body())).contains("live.js", "style.css")
			.allSatisfy((link) -> assertThat(sample.get("/" + link).statusCode()).isEqualTo(200));
	}

	@Test
	void anOpenPageSeesTheScoreChange() {
		try (LivePage page = sample.openPage()) {
			assertThat(page.contentType()).startsWith("text/event-stream");
			long version = RunningSample.json(sample.post("/score/5")).at("/version").asLong();
			await().untilAsserted(() -> {
				assertThat(page.view().at("/score/value").asLong()).isEqualTo(5);
				assertThat(page.view().at("/score/version").asLong()).isEqualTo(version);
				assertThat(page.view().at("/score/source").asString()).isEqualTo("DELTA");
			});
		}
	}

	@Test
	void aPageThatOpensLaterSeesTheScoreAtOnce() {
		sample.post("/score/6");
		await().untilAsserted(() -> assertThat(sample.get("/score").body()).isEqualTo("6"));
		try (LivePage page = sample.openPage()) {
			await().untilAsserted(() -> assertThat(page.view().at("/score/value").asLong()).isEqualTo(6));
		}
	}

	@Test
	void thePageShowsTheConnection() {
		try (LivePage page = sample.openPage()) {
			await().untilAsserted(() -> {
				assertThat(page.view().at("/connection/live").asBoolean()).isTrue();
				assertThat(page.view().at("/connection/state").asString()).isEqualTo("RESTORED");
			});
		}
	}

	@Test
	void stoppingTheApplicationEndsOpenPages() {
		try (RunningSample stopped = RunningSample.server(RunningSample.ANY_PORT); LivePage page = stopped.openPage()) {
			await().until(() -> page.view().isObject());
			stopped.stop();
			await().untilAsserted(() -> assertThat(page.end()).isDone());
		}
	}

	private static List<String> links(String page) {
		return LINK.matcher(page)
			.results()
			.map((MatchResult result) -> result.group(1))
			.filter((link) -> !link.startsWith("data:"))
			.toList();
	}

}
