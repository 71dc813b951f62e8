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
import org.springframework.test.context.support.TestPropertySourceUtils;
import org.springframework.util.ClassUtils;

/**
 * Starts a {@link SodpTestServer} before an application context and closes it with the
 * context. Part of the key under which contexts are cached, so that equal ones share
 * context and server.
 *
 * @param port port of the server, 0 for any
 * @param requireToken whether clients must present a token
 * @param customizers what else is changed about the server
 */
record EmbeddedSodpContextCustomizer(int port, boolean requireToken,
		List<Class<? extends SodpTestServerCustomizer>> customizers) implements ContextCustomizer {

	static final String PORT_PROPERTY = "local.sodp.port";

	static final String URL_PROPERTY = "local.sodp.url";

	/** Takes back what an application needs to reach a server elsewhere only. */
	private static final Map<String, Object> LOCAL_CONNECTION = Map.of("sodp.ssl.bundle", "", "sodp.proxy.enabled",
			"false", "sodp.oauth2.client-registration-id", "");

	private static final String SERVER_BEAN = "sodpTestServer";

	static EmbeddedSodpContextCustomizer of(EmbeddedSodp annotation) {
		return new EmbeddedSodpContextCustomizer(annotation.port(), annotation.requireToken(),
				List.of(annotation.customizers()));
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			// The context is processed and never started; the server joins it at run
			// time.
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
			// As the first one it is destroyed last, and also if the context fails to
			// start.
			registry.registerDisposableBean(SERVER_BEAN, server::close);
		}
		addProperties(context.getEnvironment().getPropertySources(), server);
		if (beanFactory instanceof BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("sodpTestServerJsonMapper", new RootBeanDefinition(
					SmartInitializingSingleton.class, () -> shareJsonMapper(beanFactory, server)));
			if (ClassUtils.isPresent("dev.sodp.boot.SodpConnectionDetails", context.getClassLoader())) {
				BootConnection.register(registry, server, this.requireToken);
			}
		}
	}

	/** So that the test means the same JSON as the application. */
	private static SmartInitializingSingleton shareJsonMapper(BeanFactory beanFactory, SodpTestServer server) {
		return () -> beanFactory.getBeanProvider(JsonMapper.class).ifUnique(server::useJsonMapper);
	}

	private static void addProperties(MutablePropertySources sources, SodpTestServer server) {
		MapPropertySource local = new MapPropertySource("embeddedSodpConnection", LOCAL_CONNECTION);
		if (sources.contains(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			// What a test itself says counts.
			sources.addAfter(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME, local);
		}
		else {
			sources.addFirst(local);
		}
		sources.addFirst(new MapPropertySource("embeddedSodp",
				Map.of(PORT_PROPERTY, server.port(), URL_PROPERTY, server.url())));
		// Last, so that an application's own settings are tested as they are.
		sources.addLast(new MapPropertySource("embeddedSodpDefaults",
				Map.of("sodp.reconnect.delay", "50ms", "sodp.reconnect.max-delay", "500ms")));
	}

	/** Apart, as it must not be loaded where there is no Spring Boot. */
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
