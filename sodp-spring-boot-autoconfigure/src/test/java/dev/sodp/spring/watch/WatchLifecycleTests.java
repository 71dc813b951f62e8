// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When methods watch.
 */
class WatchLifecycleTests {

	@Test
	void aStoppedContextDoesNotWatch() {
		try (WatchContext watches = WatchContext.start(Watcher.class)) {
			watches.bean(Watcher.class).awaitLast("null");

			watches.context.stop();

			assertThat(watches.bean(SodpClient.class).isWatching("a")).isFalse();
			await().until(() -> watches.server.sessions().isEmpty());
		}
	}

	@Test
	void aRestartedContextWatchesAgain() {
		try (WatchContext watches = WatchContext.start(Watcher.class)) {
			watches.bean(Watcher.class).awaitLast("null");
			watches.context.stop();
			watches.server.set("a", 1);

			watches.context.start();

			watches.bean(Watcher.class).awaitLast(1);
		}
	}

	static class Watcher extends Seen {

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void aBeanIsNotDestroyedWhileItsMethodRuns() throws Exception {
		WatchContext watches = WatchContext.start(SlowWatcher.class);
		SlowWatcher watcher = watches.bean(SlowWatcher.class);
		assertThat(watcher.entered.await(20, TimeUnit.SECONDS)).isTrue();

		CompletableFuture<Void> closing = CompletableFuture.runAsync(watches::close);
		await().until(() -> !watches.bean(SodpWatchEndpointRegistry.class).isRunning());
		assertThat(watcher.destroyed).isFalse();
		watcher.leave.countDown();

		closing.get(20, TimeUnit.SECONDS);
		assertThat(watcher.destroyed).isTrue();
		assertThat(watcher.destroyedWhileRunning).isFalse();
	}

	static class SlowWatcher implements DisposableBean {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch leave = new CountDownLatch(1);

		volatile boolean running;

		volatile boolean destroyed;

		volatile boolean destroyedWhileRunning;

		@SodpWatch("a")
		void on() throws InterruptedException {
			this.running = true;
			this.entered.countDown();
			this.leave.await();
			this.running = false;
		}

		@Override
		public void destroy() {
			this.destroyed = true;
			this.destroyedWhileRunning = this.running;
		}

	}

	@Test
	void aMethodThatClosesTheContextDoesNotWaitForItself() {
		try (WatchContext watches = WatchContext.start(ClosingWatcher.class, PatientLifecycle.class)) {
			ClosingWatcher watcher = watches.bean(ClosingWatcher.class);

			watches.server.set("a", 1);

			await().until(() -> watcher.destroyed);
		}
	}

	static class ClosingWatcher implements DisposableBean {

		private final ConfigurableApplicationContext context;

		volatile boolean destroyed;

		ClosingWatcher(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			if (value != null) {
				this.context.close();
			}
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PatientLifecycle {

		@Bean
		DefaultLifecycleProcessor lifecycleProcessor() {
			DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
			processor.setTimeoutPerShutdownPhase(TimeUnit.HOURS.toMillis(1));
			return processor;
		}

	}

	@Test
	void aBeanThatIsMadeLaterWatchesAtOnce() {
		try (WatchContext watches = WatchContext.start()) {
			watches.server.set("a", 1);
			watches.context.registerBean("late", Watcher.class);

			watches.bean(Watcher.class).awaitLast(1);
		}
	}

}
