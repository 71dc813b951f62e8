// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that is stopped, as by SIGTERM, while it works.
 */
abstract class AbstractGracefulShutdownTests {

	private static final int WAIT_SECONDS = 30;

	private final Container container;

	private final List<ConfigurableApplicationContext> contexts = new CopyOnWriteArrayList<>();

	AbstractGracefulShutdownTests(Container container) {
		this.container = container;
	}

	@AfterEach
	void stopAll() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext start(String... properties) {
		ConfigurableApplicationContext context = this.container.start(Application.class, properties);
		this.contexts.add(context);
		return context;
	}

	private ConfigurableApplicationContext startHost() {
		return start("sodp.server.enabled=true");
	}

	private ConfigurableApplicationContext startClientOf(ConfigurableApplicationContext host) {
		return start("sodp.url=" + uri(host, "ws", "/sodp"));
	}

	private static URI uri(ConfigurableApplicationContext context, String scheme, String path) {
		return URI.create(scheme + "://localhost:" + Hosts.port(context) + path);
	}

	private static List<String> writtenTo(ConfigurableApplicationContext host) {
		List<String> keys = new CopyOnWriteArrayList<>();
		host.getBean(SodpServer.class).listen((change) -> keys.add(change.key()));
		return keys;
	}

	/**
	 * Begins a request that writes once the application is being stopped. Its response is
	 * not looked at: Tomcat may close the socket between the end of the request and the
	 * response.
	 */
	private static LateController post(ConfigurableApplicationContext context) {
		HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(uri(context, "http", "/late"))
				.POST(HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.discarding());
		LateController controller = context.getBean(LateController.class);
		await().untilTrue(controller.entered);
		return controller;
	}

	private static void assertAccepted(LateController controller) {
		assertThat(controller.write).succeedsWithin(Duration.ofSeconds(WAIT_SECONDS));
	}

	@Test
	void aRequestInFlightMayWriteInAHost() throws Exception {
		ConfigurableApplicationContext host = startHost();
		List<String> written = writtenTo(host);
		LateController request = post(host);

		host.close();

		assertAccepted(request);
		assertThat(written).contains("late");
	}

	@Test
	void aRequestInFlightMayWriteInAClient() throws Exception {
		ConfigurableApplicationContext host = startHost();
		List<String> written = writtenTo(host);
		ConfigurableApplicationContext client = startClientOf(host);
		LateController request = post(client);

		client.close();

		assertAccepted(request);
		assertThat(written).contains("late");
	}

	@Test
	void aRemoteSessionEndsWith1001ThoughARequestIsInFlight() throws Exception {
		ConfigurableApplicationContext host = startHost();
		RawSocket socket = RawSocket.open(uri(host, "ws", "/sodp"), null);
		socket.awaitFrame();
		LateController request = post(host);

		host.close();

		assertAccepted(request);
		assertThat(socket.closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1001);
	}

	@Test
	void listenersWriteUntilTheyHaveStoppedInAHost() {
		ConfigurableApplicationContext host = startHost();
		Application application = host.getBean(Application.class);

		host.close();

		assertListenersWrote(application);
	}

	@Test
	void listenersWriteUntilTheyHaveStoppedInAClient() {
		ConfigurableApplicationContext client = startClientOf(startHost());
		Application application = client.getBean(Application.class);

		client.close();

		assertListenersWrote(application);
	}

	private static void assertListenersWrote(Application application) {
		assertThat(application.listeners).hasSize(2).allSatisfy((listener) -> {
			assertThat(listener.failure).isNull();
			assertThat(listener.wroteLast).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TestApplication.class, LateController.class })
	static class Application {

		private final List<Listener> listeners = new CopyOnWriteArrayList<>();

		/** At the phase of Spring's JMS and Rabbit listeners. */
		@Bean
		Listener jmsLike(SodpOperations sodp) {
			return listener("jmsLike", SmartLifecycle.DEFAULT_PHASE, sodp);
		}

		/** At the phase of Spring's Kafka listeners. */
		@Bean
		Listener kafkaLike(SodpOperations sodp) {
			return listener("kafkaLike", SmartLifecycle.DEFAULT_PHASE - 100, sodp);
		}

		private Listener listener(String name, int phase, SodpOperations sodp) {
			Listener listener = new Listener(name, phase, sodp);
			this.listeners.add(listener);
			return listener;
		}

	}

	@RestController
	static class LateController {

		private final AtomicBoolean entered = new AtomicBoolean();

		private final CompletableFuture<Boolean> write = new CompletableFuture<>();

		private final SodpOperations sodp;

		private final SodpWatchEndpointRegistry watchers;

		LateController(SodpOperations sodp, SodpWatchEndpointRegistry watchers) {
			this.sodp = sodp;
			this.watchers = watchers;
		}

		/** Writes a while after the watchers have been stopped. */
		@PostMapping("/late")
		void late() {
			this.entered.set(true);
			await().until(() -> !this.watchers.isRunning());
			await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			try {
				this.sodp.setAndWait("late", 1);
				this.write.complete(true);
			}
			catch (RuntimeException ex) {
				this.write.completeExceptionally(ex);
			}
		}

	}

	/** Writes what it receives until it has stopped. */
	static final class Listener implements SmartLifecycle {

		private final String name;

		private final int phase;

		private final SodpOperations sodp;

		private volatile boolean running;

		private volatile @Nullable Throwable failure;

		private volatile boolean wroteLast;

		Listener(String name, int phase, SodpOperations sodp) {
			this.name = name;
			this.phase = phase;
			this.sodp = sodp;
		}

		@Override
		public void start() {
			this.running = true;
			write();
		}

		@Override
		public void stop() {
			// The last message is processed for a while after the others have stopped.
			await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
			write();
			this.wroteLast = true;
			this.running = false;
		}

		private void write() {
			try {
				this.sodp.setAndWait(this.name, 1);
			}
			catch (RuntimeException ex) {
				this.failure = ex;
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
