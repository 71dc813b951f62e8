// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.nio.file.Path;

import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the instance that hosts the state finds again after a restart.
 */
class RestartTests {

	@TempDir
	private Path directory;

	@Test
	void theScoreSurvives() {
		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT, this.directory)) {
			server.http().writeScore("8").expectStatus().isOk();
		}

		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT, this.directory)) {
			server.http().awaitScore(8);
		}
	}

	@Test
	void theFormerInstanceIsNotPresent() {
		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT, this.directory);
				LivePage page = LivePage.open(server.port())) {
			await().untilAsserted(() -> assertThat(page.ports()).containsExactly(server.port()));
		}

		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT, this.directory);
				LivePage page = LivePage.open(server.port())) {
			await().untilAsserted(() -> assertThat(page.ports()).containsExactly(server.port()));
		}
	}

	/** The contexts of both are cached, so their servers run side by side. */
	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.application.name=first")
	class FirstContext extends AbstractContextTests {

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.application.name=second")
	class SecondContext extends AbstractContextTests {

	}

	abstract static class AbstractContextTests {

		@Test
		void storesItsStateInADirectoryOfItsOwn(@Autowired SodpServer server, @Autowired Environment environment) {
			assertThat(server.get("tested")).isEmpty();

			server.set("tested", environment.getProperty("spring.application.name"));

			assertThat(server.journal().bytes()).isPositive();
			assertThat(Path.of(environment.getRequiredProperty("sodp.server.persistence.directory"))).isDirectory();
		}

	}

}
