// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.List;
import java.util.Map;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import dev.sodp.test.SodpTestServerCustomizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Starts a {@link SodpTestServer} before an application context and closes it with the
 * context. Part of the context cache key, so that tests with equal customizers share
 * context and server.
 *
 * @param port port of the server, 0 for a free one
 * @param requireToken whether clients must present a token
 * @param customizers customizers of the server
 */
record EmbeddedSodpContextCustomizer(int port, boolean requireToken,
		List<Class<? extends SodpTestServerCustomizer>> customizers) implements ContextCustomizer {

	static final String PORT_PROPERTY = "local.sodp.port";

	static final String URL_PROPERTY = "local.sodp.url";

	/** Resets properties that an application only needs to reach a remote server. */
	private static final Map<String, Object> LOCAL_CONNECTION = Map.of("sodp.ssl.bundle", "", "sodp.proxy.enabled",
			"false", "sodp.oauth2.client-registration-id", "");

	/** A server of the application itself is not what the test is about. */
	private static final Map<String, Object> MEMORY = Map.of("sodp.server.persistence.enabled", "false");

	private static final String SERVER_BEAN = "sodpTestServer";

	static EmbeddedSodpContextCustomizer of(EmbeddedSodp annotation) {
		return new EmbeddedSodpContextCustomizer(annotation.port(), annotation.requireToken(),
				List.of(annotation.customizers()));
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		TestProperties.addOverriding(context, new MapPropertySource("embeddedSodpMemory", MEMORY));
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			// The context is only processed ahead of time and never started; the server
			// joins it at run time.
			return;
		}
		SodpTestServer server = SodpTestServer.builder()
			.port(this.port)
			.requireToken(this.requireToken)
			.customizedBy(this.customizers)
			.start();
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		beanFactory.registerSingleton(SERVER_BEAN, server);
		if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
			// Registered first, it is destroyed last, and also if the context fails to
			// start.
			registry.registerDisposableBean(SERVER_BEAN, server::close);
		}
		addProperties(context, server);
		if (beanFactory instanceof BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("sodpTestServerJsonMapper", new RootBeanDefinition(
					SmartInitializingSingleton.class, () -> shareJsonMapper(beanFactory, server)));
			if (ClassUtils.isPresent("dev.sodp.boot.SodpConnectionDetails", context.getClassLoader())) {
				BootConnection.register(registry, server, this.requireToken);
			}
		}
	}

	/** Makes the test use the same JSON mapping as the application. */
	private static SmartInitializingSingleton shareJsonMapper(BeanFactory beanFactory, SodpTestServer server) {
		return () -> beanFactory.getBeanProvider(JsonMapper.class).ifUnique(server::useJsonMapper);
	}

	private static void addProperties(ConfigurableApplicationContext context, SodpTestServer server) {
		TestProperties.addOverriding(context, new MapPropertySource("embeddedSodpConnection", LOCAL_CONNECTION));
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		sources.addFirst(new MapPropertySource("embeddedSodp",
				Map.of(PORT_PROPERTY, server.port(), URL_PROPERTY, server.url())));
		// Added last, so that the application's own settings are tested as they are.
		sources.addLast(new MapPropertySource("embeddedSodpDefaults",
				Map.of("sodp.reconnect.delay", "50ms", "sodp.reconnect.max-delay", "500ms")));
	}

	/** Separate, because it must not be loaded without Spring Boot. */
	private static final class BootConnection {

		static void register(BeanDefinitionRegistry registry, SodpTestServer server, boolean requireToken) {
			TestConnectionDetails details = new TestConnectionDetails(server.url(),
					requireToken ? server.issueToken("application") : null);
			RootBeanDefinition definition = new RootBeanDefinition(SodpConnectionDetails.class, () -> details);
			definition.setPrimary(true);
			registry.registerBeanDefinition("embeddedSodpConnectionDetails", definition);
		}

	}

}
