// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.ClientError;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A whole application with a loader and interceptors, and a client on a real socket.
 */
class ApplicationDataTests {

	private final List<ClientError> errors = new CopyOnWriteArrayList<>();

	private ConfigurableApplicationContext host;

	private SodpServer server;

	private Table table;

	private SodpClient client;

	@BeforeEach
	void start() {
		this.host = Hosts.start(Application.class, "sodp.enabled=false", "sodp.server.enabled=true");
		this.server = this.host.getBean(SodpServer.class);
		this.table = this.host.getBean(Table.class);
		this.client = SodpClient.builder("ws://localhost:" + Hosts.port(this.host) + "/sodp")
			.errorListener(this.errors::add)
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.host.close();
	}

	/** The values that a watcher is given, without those before the key exists. */
	private List<String> watch() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.client.watch("player.ada", String.class, (value, meta) -> {
			if (meta.initialized()) {
				seen.add(value);
			}
		});
		return seen;
	}

	private static CompletionException failureOf(CompletableFuture<?> write) {
		return assertThatExceptionOfType(CompletionException.class).isThrownBy(write::join).actual();
	}

	@Test
	void aClientSeesWhatIsLoaded() {
		this.table.rows.put("player.ada", "Ada");

		List<String> seen = watch();

		await().untilAsserted(() -> assertThat(seen).containsExactly("Ada"));
	}

	@Test
	void aVetoReachesTheClientWithItsCodeAndMessage() {
		CompletionException failure = failureOf(this.client.set("player.ada", "forbidden"));

		assertThat(failure).cause().isInstanceOfSatisfying(SodpRejectedException.class, (rejection) -> {
			assertThat(rejection.code()).isEqualTo(ErrorCode.DENIED);
			assertThat(rejection).hasMessageContaining("Not this name");
		});
		assertThat(this.table.rows).isEmpty();
		assertThat(this.server.get("player.ada")).isEmpty();
	}

	@Test
	void aVetoReachesTheHostWithItsCodeAndMessage() {
		assertThatExceptionOfType(StateRejectedException.class)
			.isThrownBy(() -> this.server.set("player.ada", "forbidden"))
			.withMessageContaining("Not this name")
			.satisfies((rejection) -> assertThat(rejection.code()).isEqualTo(ErrorCode.DENIED));
	}

	@Test
	void anyOtherFailureOfAnInterceptorIsAnsweredWith500() {
		CompletionException failure = failureOf(this.client.set("player.ada", "broken"));

		assertThat(failure).cause()
			.isInstanceOfSatisfying(SodpRejectedException.class,
					(rejection) -> assertThat(rejection.code()).isEqualTo(ErrorCode.INTERNAL));
	}

	@Test
	void watchersAndLaterInterceptorsAreGivenTheArgumentsThatOneHasChanged() {
		List<String> seen = watch();

		this.client.set("player.ada", "  Ada ").join();

		await().untilAsserted(() -> assertThat(seen).containsExactly("Ada"));
		assertThat(this.table.rows).containsEntry("player.ada", "Ada");
	}

	@Test
	void anInterceptorThatSupportsOtherKeysIsNotAsked() {
		this.client.set("other", "forbidden").join();

		assertThat(this.server.get("other")).isPresent();
	}

	@Test
	void reloadShowsWatchersWhatSomeoneElseWrote() {
		List<String> seen = watch();
		long version = this.client.set("player.ada", "Ada").join().version().orElseThrow();
		this.table.rows.put("player.ada", "Countess");

		assertThat(this.server.reload("player.ada")).isGreaterThan(version);

		await().untilAsserted(() -> assertThat(seen).containsExactly("Ada", "Countess"));
	}

	@Test
	void reloadOfARowThatIsGoneDeletesTheKey() {
		this.client.set("player.ada", "Ada").join();
		this.table.rows.clear();

		this.server.reload("player.ada");

		assertThat(this.server.get("player.ada")).isEmpty();
	}

	@Test
	void aWatchThatFailsWith503SucceedsOnceTheLoaderDoes() {
		this.table.rows.put("player.ada", "Ada");
		this.table.down = true;

		List<String> seen = watch();
		await().untilAsserted(
				() -> assertThat(this.errors).anySatisfy((error) -> assertThat(error.code()).isEqualTo(503)));
		this.table.down = false;

		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.client.keyState("player.ada")).contains(KeyState.LIVE));
		assertThat(seen).containsExactly("Ada");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Table table() {
			return new Table();
		}

		@Bean
		Loader loader(Table table) {
			return new Loader(table);
		}

		@Bean
		@Order(2)
		StateMutationInterceptor writing(Table table) {
			return new Players((mutation, name) -> {
				table.rows.put(mutation.key(), name);
				return mutation.proceed();
			});
		}

		@Bean
		@Order(1)
		StateMutationInterceptor checking() {
			return new Players((mutation, name) -> switch (name) {
				case "forbidden" -> throw new StateRejectedException(ErrorCode.DENIED, "Not this name");
				case "broken" -> throw new IllegalStateException("thrown on purpose");
				default -> mutation.proceed();
			});
		}

		@Bean
		@Order(0)
		StateMutationInterceptor trimming() {
			return new Players((mutation, name) -> {
				ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("value", name.strip());
				return mutation.withArguments(arguments).proceed();
			});
		}

	}

	/** What a database would be. */
	static class Table {

		private final Map<String, String> rows = new ConcurrentHashMap<>();

		private volatile boolean down;

	}

	record Loader(Table table) implements SodpStateLoader {

		@Override
		public boolean supports(String key) {
			return key.startsWith("player.");
		}

		@Override
		public CompletionStage<Optional<String>> load(String key) {
			if (this.table.down) {
				throw new IllegalStateException("down on purpose");
			}
			return CompletableFuture.completedStage(Optional.ofNullable(this.table.rows.get(key)));
		}

	}

	record Players(Step step) implements StateMutationInterceptor {

		@Override
		public boolean supports(String key) {
			return key.startsWith("player.");
		}

		@Override
		public CompletionStage<StateMutation> intercept(StateMutation mutation) {
			return this.step.intercept(mutation, mutation.result().map(JsonNode::stringValue).orElseThrow());
		}

	}

	interface Step {

		CompletionStage<StateMutation> intercept(StateMutation mutation, String name);

	}

}
