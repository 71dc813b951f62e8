// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance that hosts the state, as the sample does by default, and one that is a pure
 * client of it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TwoInstancesTests {

	@LocalServerPort
	private int port;

	@Test
	void aClientInstanceIsPresentForAsLongAsItRuns() {
		try (LivePage page = LivePage.open(this.port)) {
			try (RunningSample client = RunningSample.client(RunningSample.sodpUrl(this.port))) {
				await()
					.untilAsserted(() -> assertThat(page.ports()).containsExactlyInAnyOrder(this.port, client.port()));
			}
			await().untilAsserted(() -> assertThat(page.ports()).containsExactly(this.port));
		}
	}

	@Test
	void aScoreWrittenAtEitherInstanceIsReadAtBoth() {
		SampleClient server = new SampleClient(this.port);
		try (RunningSample other = RunningSample.client(RunningSample.sodpUrl(this.port))) {
			SampleClient client = other.http();

			client.writeScore("3").expectStatus().isOk();
			client.awaitScore(3);
			server.awaitScore(3);

			server.writeScore("4").expectStatus().isOk();
			client.awaitScore(4);
			server.awaitScore(4);
		}
	}

	@Test
	void aClientInstanceRecoversWhenTheInstanceThatHostsItsStateIsRestarted(@TempDir Path directory) {
		RunningSample server = RunningSample.server(RunningSample.ANY_PORT, directory);
		int serverPort = server.port();
		try (RunningSample other = RunningSample.client(RunningSample.sodpUrl(serverPort))) {
			SampleClient client = other.http();
			client.awaitUp();
			server.close();
			client.awaitDown();

			server = RunningSample.server(serverPort, directory);

			client.awaitUp();
			server.http().writeScore("8").expectStatus().isOk();
			client.awaitScore(8);
			client.writeScore("9").expectStatus().isOk();
			server.http().awaitScore(9);
		}
		finally {
			server.close();
		}
	}

}
