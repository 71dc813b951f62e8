// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import dev.sodp.client.SodpClient;
import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.spring.app.ScoreApplication;
import dev.sodp.test.spring.app.ScoreBoard;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The annotation on a Spring Boot test. */
@SpringBootTest(classes = ScoreApplication.class)
@EmbeddedSodp
class EmbeddedSodpInBootTests {

	@Autowired
	private SodpTestServer autowired;

	private SodpTestServer field;

	@LocalSodpPort
	private int port;

	@Autowired
	private ScoreBoard board;

	@Autowired
	private SodpClient client;

	/** Waits until the application has done all that follows from a score. */
	private void awaitScore(int score) {
		await().untilAsserted(() -> assertThat(this.board.score()).contains(score));
		assertThat(this.autowired).key("game.doubled").eventuallyHasValue(2 * score);
	}

	@Test
	void fieldsAndParametersReceiveTheBean(SodpTestServer parameter, @Autowired SodpTestServer autowiredParameter) {
		assertThat(parameter).isSameAs(autowiredParameter).isSameAs(this.autowired).isSameAs(this.field);
	}

	@Test
	void portAndAddressAreProperties(SodpTestServer server, @Autowired Environment environment,
			@Value("${local.sodp.url}") String url) {
		assertThat(this.port).isEqualTo(server.port());
		assertThat(environment.getProperty("local.sodp.port", int.class)).isEqualTo(server.port());
		assertThat(url).isEqualTo(server.url());
	}

	@Test
	void applicationConnectsToTheServerWhateverItIsConfiguredFor(SodpTestServer server,
			@Autowired Environment environment) {
		assertThat(environment.getProperty("sodp.url")).startsWith("wss://");

		server.awaitSessions(1);

		assertThat(this.client.status().uri()).hasToString(server.url());
	}

	@Test
	void watcherSeesWhatTheTestSets(SodpTestServer server) {
		server.set("game.score", 21);

		awaitScore(21);
		assertThat(server).key("game.doubled").eventuallyHasValue(42).eventuallyWasWritten(42);
	}

	@Test
	void everyTestBeginsWithoutTheStateOfOthers(SodpTestServer server) {
		assertThat(server).hasNoKeys();
		server.set("game.doubled", 1);
	}

	@Test
	void everyOtherTestToo(SodpTestServer server) {
		assertThat(server).hasNoKeys();
		server.set("game.doubled", 2);
	}

	@Test
	void applicationRecoversFromACut(SodpTestServer server) {
		server.set("game.score", 1);
		awaitScore(1);

		server.cut();
		server.set("game.score", 2);

		awaitScore(2);
	}

	@Test
	void applicationRecoversFromARestartWithoutState(SodpTestServer server) {
		server.set("game.score", 1);
		awaitScore(1);

		server.restartWithoutState();

		await().untilAsserted(() -> assertThat(this.board.score()).isEmpty());
		server.set("game.score", 3);
		assertThat(server).key("game.doubled").eventuallyHasValue(6);
	}

	@Nested
	class Inside {

		@Test
		void nestedClassesShareIt(SodpTestServer server) {
			assertThat(server).isSameAs(EmbeddedSodpInBootTests.this.autowired);
		}

	}

}
