// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.ClientError;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpStartup;
import dev.sodp.state.TreeWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application context with a server, a client of it and the watchers under test.
 */
final class WatchContext implements AutoCloseable {

	/** A key whose values the server refuses. */
	volatile String refused = "";

	final SodpServer server = SodpServer.builder()
		.validator((key, value) -> key.equals(this.refused) ? Optional.of("refused here") : Optional.empty())
		.build();

	final WireTap wire = new WireTap(this.server);

	final List<ClientError> errors = new CopyOnWriteArrayList<>();

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private WatchContext() {
		this.context.registerBean(SodpServer.class, () -> this.server);
		this.context.registerBean(SodpClient.class,
				() -> SodpClient.builder("ws://in-memory")
					.transport(this.wire)
					.errorListener(this.errors::add)
					.autoStart(false)
					.build());
		this.context.register(Infrastructure.class);
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(
					new MapPropertySource("test", Map.of("watch.key", "from.property", "watch.keys", "list.a,list.b")));
	}

	static WatchContext of(Class<?>... beans) {
		WatchContext watches = new WatchContext();
		if (beans.length > 0) {
			watches.context.register(beans);
		}
		return watches;
	}

	static WatchContext start(Class<?>... beans) {
		return of(beans).refresh();
	}

	WatchContext refresh() {
		try {
			this.context.refresh();
			return this;
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	SodpWatcher watcher(String id) {
		return bean(SodpWatchEndpointRegistry.class).watcher(id);
	}

	/** Waits until the server holds a value. */
	void awaitStored(String key, Object expected) {
		JsonNode tree = new TreeWriter(null).write(expected);
		await().untilAsserted(() -> assertThat(this.server.get(key)).map(StateSnapshot::value).hasValue(tree));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
		this.server.close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Infrastructure {

		@Bean
		SodpClientLifecycle lifecycle(SodpClient client) {
			return new SodpClientLifecycle(client, SodpStartup.WAIT, Duration.ofSeconds(20));
		}

		@Bean
		SodpWatchEndpointRegistry registry(SodpClient client, ObjectProvider<SodpClients> clients,
				ObjectProvider<Validator> validator, BeanFactory beanFactory) {
			return new SodpWatchEndpointRegistry(clients.getIfAvailable(() -> SodpClients.of(client)),
					JsonMapper.shared(), validator.getIfUnique(), beanFactory);
		}

		@Bean
		static SodpWatchAnnotationBeanPostProcessor postProcessor(ObjectProvider<SodpWatchEndpointRegistry> registry) {
			return new SodpWatchAnnotationBeanPostProcessor(registry);
		}

	}

}
