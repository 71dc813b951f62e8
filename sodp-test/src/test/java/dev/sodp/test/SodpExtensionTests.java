// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventStatistics;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** Runs test classes and looks at what became of their servers. */
class SodpExtensionTests {

	/** Servers that the cases were given. */
	private static final List<SodpTestServer> given = new ArrayList<>();

	@BeforeEach
	void forget() {
		given.clear();
	}

	private static void runs(int tests, Class<?>... cases) {
		EngineTestKit.Builder engine = EngineTestKit.engine("junit-jupiter");
		for (Class<?> testCase : cases) {
			engine.selectors(selectClass(testCase));
		}
		engine.execute()
			.testEvents()
			.assertStatistics((EventStatistics statistics) -> statistics.succeeded(tests).failed(0));
	}

	@Test
	void stateWritesAndFaultsEndWithTheTestThatMadeThem() {
		runs(2, LeavesMuchBehind.class);
	}

	@Test
	void stateIsKeptIfAskedFor() {
		runs(2, KeepsState.class);
	}

	@Test
	void classesShareAServerAmongTheirTestsOnly() {
		runs(4, First.class, Second.class);

		assertThat(given.get(0)).isSameAs(given.get(1)).isNotSameAs(given.get(2));
		assertThat(given.get(2)).isSameAs(given.get(3));
	}

	@Test
	void serverIsClosedAfterTheLastTest() {
		runs(2, First.class);

		assertThat(given).allMatch(SodpTestServer::isClosed);
	}

	@Test
	void staticFieldOfABaseClassIsFilledForEachClass() {
		runs(2, OneHeir.class, OtherHeir.class);

		assertThat(given).doesNotHaveDuplicates().hasSize(2);
	}

	@Test
	void tokensAreRequiredIfAskedFor() {
		runs(1, RequiresTokens.class);
	}

	@Test
	void serverCanBeCustomized() {
		runs(1, IsCustomized.class);
	}

	@Test
	void customizerThatCannotBeMadeIsNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SodpTestServer.builder().customizedBy(List.of(NeedsMore.class)))
			.withMessageContaining("NeedsMore must have a no-argument constructor");
	}

	@Test
	void serverCanBeBuiltInCode() {
		runs(1, BuiltInCode.class);
	}

	@Test
	void extensionOfAnInstanceRunsAServerForEachTest() {
		runs(2, BuiltForEach.class);

		assertThat(given).doesNotHaveDuplicates().hasSize(2).allMatch(SodpTestServer::isClosed);
	}

	@Test
	void fieldsThatAreFilledAlreadyAreLeftAlone() {
		runs(1, HasAnother.class);
	}

	@EmbeddedSodp
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class LeavesMuchBehind {

		@Test
		void a(SodpTestServer server) {
			try (SodpClient client = Clients.live(server)) {
				client.set("score", 1).join();
			}
			server.stall();
			server.refuse();
		}

		@Test
		void b(SodpTestServer server) {
			assertThat(server).hasNoKeys().writes().isEmpty();
			try (SodpClient client = Clients.of(server).build()) {
				assertThat(client.ready()).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
			}
		}

	}

	@EmbeddedSodp(reset = false)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class KeepsState {

		@Test
		void a(SodpTestServer server) {
			server.set("score", 1);
		}

		@Test
		void b(SodpTestServer server) {
			assertThat(server).key("score").hasValue(1);
		}

	}

	@EmbeddedSodp
	static class First {

		@Test
		void one(SodpTestServer server) {
			given.add(server);
		}

		@Test
		void two(SodpTestServer server) {
			given.add(server);
		}

	}

	@EmbeddedSodp
	static class Second {

		@Test
		void one(SodpTestServer server) {
			given.add(server);
		}

		@Test
		void two(SodpTestServer server) {
			given.add(server);
		}

	}

	@EmbeddedSodp
	abstract static class Base {

		private static SodpTestServer server;

		@Test
		void isFilled() {
			server.set("score", 1);
			given.add(server);
		}

	}

	static class OneHeir extends Base {

	}

	static class OtherHeir extends Base {

	}

	@EmbeddedSodp(requireToken = true)
	static class RequiresTokens {

		@Test
		void refusesClientsWithout(SodpTestServer server) {
			CompletableFuture<ConnectionState> failed = new CompletableFuture<>();
			try (SodpClient client = Clients.of(server).connectionListener((previous, status) -> {
				if (status.state() == ConnectionState.FAILED) {
					failed.complete(status.state());
				}
			}).build()) {
				assertThat(failed).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
				assertThat(client.status().lastFailure()).isNotNull();
			}
		}

	}

	@EmbeddedSodp(customizers = Renamed.class)
	static class IsCustomized {

		@Test
		void bearsTheNameThatTheCustomizerGave(SodpTestServer server) {
			try (SodpClient client = Clients.live(server)) {
				assertThat(client.status().server()).isEqualTo("customized");
			}
		}

	}

	static final class Renamed implements SodpTestServerCustomizer {

		private Renamed() {
		}

		@Override
		public void customize(SodpTestServerBuilder builder) {
			builder.customize((inside) -> inside.name("customized"));
		}

	}

	record NeedsMore(String name) implements SodpTestServerCustomizer {

		@Override
		public void customize(SodpTestServerBuilder builder) {
			builder.customize((inside) -> inside.name(this.name));
		}

	}

	static class BuiltInCode {

		@RegisterExtension
		static final SodpExtension sodp = SodpExtension
			.with(SodpTestServer.builder().customize((inside) -> inside.name("built in code")));

		@Test
		void servesAsBuilt(SodpTestServer server) {
			try (SodpClient client = Clients.live(server)) {
				assertThat(client.status().server()).isEqualTo("built in code");
			}
		}

	}

	static class BuiltForEach {

		@RegisterExtension
		final SodpExtension sodp = SodpExtension.with(SodpTestServer.builder());

		@Test
		void one(SodpTestServer server) {
			given.add(server);
		}

		@Test
		void two(SodpTestServer server) {
			given.add(server);
		}

	}

	@EmbeddedSodp
	static class HasAnother {

		private SodpTestServer another = SodpTestServer.start();

		@Test
		void both(SodpTestServer server) {
			assertThat(this.another).isNotSameAs(server);
			this.another.close();
			assertThat(server.isClosed()).isFalse();
		}

	}

}
