// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.actuate.SodpEndpoint;
import dev.sodp.boot.actuate.SodpEndpointAutoConfiguration;
import dev.sodp.boot.actuate.SodpHealthContributorAutoConfiguration;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpKey;
import dev.sodp.spring.SodpState;
import dev.sodp.spring.TransportWithoutPrefixes;
import dev.sodp.spring.event.SodpDeniedEvent;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an operator sees where a server cannot watch prefixes.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedPrefixesTests {

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpWatchAutoConfiguration.class,
				SodpStateAutoConfiguration.class, SodpEventAutoConfiguration.class, SodpEndpointAutoConfiguration.class,
				SodpHealthContributorAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*")
		.withBean(SodpClientBuilderCustomizer.class,
				() -> (builder) -> builder.transport(new TransportWithoutPrefixes(this.server)));

	@AfterEach
	void close() {
		this.server.close();
	}

	private static List<String> errors(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains("ERROR") && line.contains(text)).toList();
	}

	@Test
	void oneLineNamesTheMethodAndWhatToDo(CapturedOutput output) {
		this.contextRunner.withBean(Watching.class).run((context) -> {
			await().until(() -> !errors(output, "'refused.method.*'").isEmpty());
			SodpClient client = context.getBean(SodpClient.class);
			client.reconnect();
			await().until(() -> client.status().state() == ConnectionState.RESTORED
					&& client.statistics().connections().reconnects() == 1);

			assertThat(errors(output, "'refused.method.*'")).singleElement()
				.asString()
				.contains("Watcher 'players' (" + Watching.class.getName())
				.contains("is not called")
				.contains("code 404")
				.contains("Name single keys instead, or connect to a server with the capability prefix_watch");
		});
	}

	@Test
	void otherWatchesGoOn() {
		this.server.set("single", 1);
		this.contextRunner.withBean(Watching.class)
			.run((context) -> await().until(() -> context.getBean(Watching.class).single.contains(1)));
	}

	@Test
	void oneLineNamesThePlaceOfAState(CapturedOutput output) {
		this.contextRunner.withBean(Holding.class).run((context) -> {
			await().until(() -> !errors(output, "'refused.state.*'").isEmpty());

			SodpState<?> players = context.getBean(Holding.class).players;
			assertThat(players.status().state()).isEqualTo(KeyState.DENIED);
			assertThat(players.isLive()).isFalse();
			assertThat(players.get()).isEmpty();
			assertThat(errors(output, "'refused.state.*'")).singleElement()
				.asString()
				.contains("SodpState[refused.state.*] has no values for parameter")
				.contains(Holding.class.getName());
		});
	}

	@Test
	void listenersOfEventsAreNotified() {
		this.contextRunner.withBean(Watching.class).withBean(Denials.class).run((context) -> {
			List<SodpDeniedEvent> denials = context.getBean(Denials.class).all;
			await().until(() -> !denials.isEmpty());

			assertThat(denials).first().satisfies((denial) -> {
				assertThat(denial.getKey()).isEqualTo("refused.method.*");
				assertThat(denial.getCode()).isEqualTo(404);
				assertThat(denial.getReason()).contains("prefix_watch");
			});
		});
	}

	@Test
	void theActuatorEndpointShowsThePrefixWithTheReason() {
		this.contextRunner.withBean(Watching.class).run((context) -> {
			SodpEndpoint endpoint = context.getBean(SodpEndpoint.class);
			await().until(() -> key(endpoint).lastError() != null);

			assertThat(key(endpoint).status()).isEqualTo("DENIED");
			assertThat(key(endpoint).lastError()).satisfies((error) -> {
				assertThat(error.code()).isEqualTo(404);
				assertThat(error.message()).contains("prefix_watch");
			});
		});
	}

	private static SodpEndpoint.KeyDescriptor key(SodpEndpoint endpoint) {
		SodpEndpoint.ClientDescriptor client = Objects.requireNonNull(endpoint.client("primary"));
		return Objects.requireNonNull(client.keys().get("refused.method.*"));
	}

	@Test
	void healthShowsThePrefixAmongTheStaleKeys() {
		this.contextRunner.withBean(Watching.class).run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);
			await().until(
					() -> client.keyState("refused.method.*").filter((state) -> state == KeyState.DENIED).isPresent());
			HealthIndicator indicator = context.getBean(HealthIndicator.class);

			assertThat(indicator.health()).isNotNull().satisfies((health) -> {
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails().get("stalestKeys").toString())
					.contains("refused.method.*={state=DENIED");
			});
		});
	}

	static class Watching {

		final List<Integer> single = new CopyOnWriteArrayList<>();

		@SodpWatch(id = "players", keys = "refused.method.*")
		void onPlayer(@Nullable Integer value) {
		}

		@SodpWatch("single")
		void onSingle(@Nullable Integer value) {
			if (value != null) {
				this.single.add(value);
			}
		}

	}

	static final class Holding {

		final SodpState<Map<String, Integer>> players;

		Holding(@SodpKey("refused.state.*") SodpState<Map<String, Integer>> players) {
			this.players = players;
		}

	}

	static class Denials {

		final List<SodpDeniedEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SodpDeniedEvent event) {
			this.all.add(event);
		}

	}

}
