// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import dev.sodp.client.ConnectionState;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpOperations;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.spring.app.Accounts;
import dev.sodp.test.spring.app.Connections;
import dev.sodp.test.spring.app.NameBoard;
import dev.sodp.test.spring.app.ScoreApplication;
import dev.sodp.test.spring.app.ScoreBoard;
import dev.sodp.test.spring.app.TitleBoard;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The slice. */
class SodpSliceTests {

	@Nested
	@SodpTest(properties = "slice.property=set")
	@ContextConfiguration(classes = ScoreApplication.class)
	class WithDefaults {

		@Test
		void watchersAreLoaded(SodpTestServer server, @Autowired ScoreBoard board) {
			server.set("game.score", 4);

			await().untilAsserted(() -> assertThat(board.score()).contains(4));
			assertThat(server).key("game.doubled").eventuallyHasValue(8);
		}

		@Test
		void inheritedWatchersAreLoaded(SodpTestServer server, @Autowired NameBoard board) {
			server.set("game.name", "chess");

			await().untilAsserted(() -> assertThat(board.name()).contains("chess"));
		}

		@Test
		void watchersOfInterfacesAreLoaded(SodpTestServer server, @Autowired TitleBoard board) {
			server.set("game.title", "final");

			await().untilAsserted(() -> assertThat(board.title()).contains("final"));
		}

		@Test
		void templateIsLoaded(SodpTestServer server, @Autowired SodpOperations sodp) {
			sodp.set("game.name", "chess").join();

			assertThat(server).key("game.name").hasValue("chess").wasWritten("chess");
		}

		@Test
		void partsOfTheClientAreLoaded(@Autowired Connections connections) {
			await().untilAsserted(() -> assertThat(connections.last()).isEqualTo(ConnectionState.RESTORED));
		}

		@Test
		void nothingElseIsLoaded(@Autowired ApplicationContext context) {
			assertThat(context.getBeanProvider(Accounts.class).getIfAvailable()).isNull();
			assertThat(context.getBeanProvider(SodpServer.class).getIfAvailable()).isNull();
		}

		@Test
		void propertiesAreSet(@Autowired Environment environment) {
			assertThat(environment.getProperty("slice.property")).isEqualTo("set");
		}

	}

	@Nested
	@SodpTest(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Accounts.class),
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Connections.class))
	@ContextConfiguration(classes = ScoreApplication.class)
	class WithFilters {

		@Test
		void includedComponentsAreLoadedAndExcludedOnesAreNot(@Autowired ApplicationContext context) {
			assertThat(context.getBeanProvider(Accounts.class).getIfAvailable()).isNotNull();
			assertThat(context.getBeanProvider(ScoreBoard.class).getIfAvailable()).isNotNull();
			assertThat(context.getBeanProvider(Connections.class).getIfAvailable()).isNull();
		}

	}

	@Nested
	@SodpTest(useDefaultFilters = false)
	@ContextConfiguration(classes = ScoreApplication.class)
	class WithoutDefaults {

		@Test
		void noComponentIsLoaded(@Autowired ApplicationContext context) {
			assertThat(context.getBeanProvider(ScoreBoard.class).getIfAvailable()).isNull();
			assertThat(context.getBeanProvider(SodpOperations.class).getIfAvailable()).isNotNull();
		}

	}

}
