// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.sodp.spring.watch.SodpWatchInvocationListener.Invocation;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SodpWatcherMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SodpWatcherMetrics metrics = new SodpWatcherMetrics(this.registry);

	@Test
	void timesCallsByWatcher() {
		this.metrics.invoked(new Invocation("score", "primary", Duration.ofMillis(3), null));
		this.metrics.invoked(new Invocation("score", "primary", Duration.ofMillis(4), null));
		this.metrics.invoked(new Invocation("chat", "primary", Duration.ofMillis(5), null));
		Timer timer = this.registry.get("sodp.client.watcher")
			.tags("client", "primary", "watcher", "score", "outcome", "success")
			.timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
	}

	@Test
	void tellsFailedCallsApart() {
		this.metrics.invoked(
				new Invocation("score", "primary", Duration.ofMillis(3), new IllegalStateException("for the test")));
		assertThat(this.registry.get("sodp.client.watcher").tag("outcome", "error").timer().count()).isOne();
	}

}
