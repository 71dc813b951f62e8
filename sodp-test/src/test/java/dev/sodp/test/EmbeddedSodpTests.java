// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The annotation on a class that has nothing to do with Spring. */
@EmbeddedSodp
class EmbeddedSodpTests {

	private static SodpTestServer shared;

	private SodpTestServer field;

	private final SodpTestServer constructed;

	EmbeddedSodpTests(SodpTestServer server) {
		this.constructed = server;
	}

	@BeforeAll
	static void seed(SodpTestServer server) {
		server.set("seed", 1);
	}

	@BeforeEach
	void prepare(SodpTestServer server) {
		server.set("prepared", 1);
	}

	@Test
	void fieldsParametersAndConstructorsReceiveTheSameServer(SodpTestServer parameter) {
		assertThat(parameter).isSameAs(shared).isSameAs(this.field).isSameAs(this.constructed);
	}

	@Test
	void clientsCanConnectToIt(SodpTestServer server) {
		try (SodpClient client = Clients.live(server)) {
			client.set("score", 1).join();

			assertThat(server).key("score").hasValue(1);
		}
	}

	@Test
	void whatWasThereBeforeTheTestsIsThereInEachOfThem(SodpTestServer server) {
		assertThat(server).hasOnlyKeys("prepared", "seed");
	}

	@Nested
	class Inside {

		@Test
		void nestedClassesShareIt(SodpTestServer server) {
			assertThat(server).isSameAs(shared).key("seed").hasValue(1);
		}

	}

}
