// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.concurrent.Executor;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.boot.properties.SodpProperties;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpErrorListener;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.SodpTemplate;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.ConcurrencyThrottleSupport;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the SODP client: a
 * {@link SodpClient} that connects once the application has started, to the server at
 * {@code sodp.url} or, if that is not set, to the server in the same application, and
 * another client for each name under {@code sodp.clients}.
 */
@AutoConfiguration(
		after = { SodpServerAutoConfiguration.class, SslAutoConfiguration.class, TaskExecutionAutoConfiguration.class },
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(SodpClient.class)
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SodpClientProperties.class)
@Import(NamedClientsRegistrar.class)
public final class SodpAutoConfiguration {

	SodpAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(SodpClient.class)
	ClientListeners sodpClientListeners(ObjectProvider<ConnectionListener> connectionListeners,
			ObjectProvider<SodpErrorListener> errorListeners) {
		return new ClientListeners(connectionListeners, errorListeners);
	}

	@Bean
	@ConditionalOnMissingBean(SodpConnectionDetails.class)
	PropertiesSodpConnectionDetails sodpConnectionDetails(SodpClientProperties properties) {
		return new PropertiesSodpConnectionDetails(properties);
	}

	@Bean
	ClientFactory sodpClientFactory(ListableBeanFactory beanFactory,
			@Qualifier(ClientFactory.CALLBACK_EXECUTOR) ObjectProvider<Executor> callbackExecutor) {
		return new ClientFactory(beanFactory, callbackExecutor.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	SodpClient sodpClient(SodpClientProperties properties, SodpConnectionDetails connection, ClientFactory factory,
			ClientListeners listeners, ListableBeanFactory beanFactory, ObjectProvider<SodpServer> server,
			ObjectProvider<SodpTokenProvider> tokenProvider) {
		ClientSettings settings = ClientSettings.primary(properties);
		SodpClientBuilder builder = factory.remoteOrInMemory(settings, connection, server::getIfAvailable,
				tokenProvider.getIfAvailable());
		builder.connectionListener(listeners::onStateChange);
		if (beanFactory.getBeanNamesForType(SodpErrorListener.class, true, false).length > 0) {
			// Without an error listener the client logs errors itself.
			builder.errorListener(listeners::onError);
		}
		return factory.build(settings, builder);
	}

	@Bean(NamedClientsRegistrar.FACTORY)
	NamedClients sodpNamedClients(SodpProperties properties, ClientFactory factory, BeanFactory beanFactory) {
		return new NamedClients(properties, factory, beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpClient.class)
	SodpClients sodpClients(SodpClient primary, NamedClients named) {
		return named.with(primary);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpClient.class)
	SodpClientLifecycle sodpClientLifecycle(SodpClient client, SodpClientProperties properties) {
		return new SodpClientLifecycle(client, properties.startup(), properties.startupTimeout());
	}

	@Bean
	@ConditionalOnMissingBean(SodpOperations.class)
	@ConditionalOnSingleCandidate(SodpClient.class)
	SodpTemplate sodpTemplate(SodpClient client, ObjectProvider<TemplateConfigurer> configurer) {
		SodpTemplate template = new SodpTemplate(client);
		configurer.ifAvailable((available) -> available.configure(template, SodpClients.PRIMARY));
		return template;
	}

	/**
	 * Apart from the other properties, because the classes of one annotation are
	 * registered in no fixed order, and an application that is processed ahead of time
	 * would differ from build to build.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SodpProperties.class)
	static class NamedClientsConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnThreading(Threading.VIRTUAL)
	static class VirtualThreadConfiguration {

		/**
		 * Not a default candidate, or Boot's own executor would back off. Unlimited,
		 * because submitting a callback must never block.
		 */
		@Bean(name = ClientFactory.CALLBACK_EXECUTOR, defaultCandidate = false)
		@ConditionalOnMissingBean(name = ClientFactory.CALLBACK_EXECUTOR)
		SimpleAsyncTaskExecutor sodpCallbackExecutor(ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder,
				ResourceLoader application) {
			return builder.getIfAvailable(SimpleAsyncTaskExecutorBuilder::new)
				.virtualThreads(true)
				.threadNamePrefix("sodp-callback-")
				.concurrencyLimit(ConcurrencyThrottleSupport.UNBOUNDED_CONCURRENCY)
				.configure(new CallbackTaskExecutor(application.getClassLoader()));
		}

	}

}
