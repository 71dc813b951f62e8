// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.spring.app.ScoreBoard;
import dev.sodp.test.spring.app.ScoreApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestConstructor.AutowireMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Leaves to Spring what is Spring's. */
@SpringBootTest(classes = ScoreApplication.class)
@EmbeddedSodp
@TestConstructor(autowireMode = AutowireMode.ALL)
class ConstructorInjectionTests {

	private static SodpTestServer shared;

	private final SodpTestServer server;

	private final ScoreBoard board;

	ConstructorInjectionTests(SodpTestServer server, ScoreBoard board) {
		this.server = server;
		this.board = board;
	}

	@BeforeAll
	static void seed(SodpTestServer server) {
		assertThat(server).isSameAs(shared);
	}

	@Test
	void springSuppliesParametersOfItsConstructors() {
		assertThat(this.server).isSameAs(shared);
		assertThat(this.board).isNotNull();
	}

}
