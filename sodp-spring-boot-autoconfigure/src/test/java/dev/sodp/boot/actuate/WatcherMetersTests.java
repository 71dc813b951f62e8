// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.spring.SodpWatchAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.transport.InMemoryTransport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The timers of watching methods of a running application. */
class WatcherMetersTests {

	private final SodpServer server = SodpServer.builder().build();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(SimpleMeterRegistry.class, () -> this.registry)
		.withBean(SodpClientBuilderCustomizer.class,
				() -> (builder) -> builder.transport(new InMemoryTransport(this.server)))
		.withBean(Watcher.class)
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpWatchAutoConfiguration.class,
				SodpMetricsAutoConfiguration.class));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	private long calls(String outcome) {
		return this.registry.find("sodp.client.watcher")
			.tags("client", "primary", "watcher", "score", "outcome", outcome)
			.timers()
			.stream()
			.mapToLong((timer) -> timer.count())
			.sum();
	}

	@Test
	void callsAreTimedByTheIdOfTheWatcher() {
		this.server.set("score", 1);
		this.contextRunner.run((context) -> {
			await().until(() -> calls("success") == 1);
			this.server.set("score", -1);
			await().until(() -> calls("error") == 1);
			assertThat(calls("success")).isEqualTo(1);
		});
	}

	static class Watcher {

		@SodpWatch(value = "score", id = "score")
		void on(@Nullable Integer score) {
			if (score != null && score < 0) {
				throw new IllegalArgumentException("for the test");
			}
		}

	}

}
