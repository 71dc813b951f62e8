package dev.sodp.boot;

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
import dev.sodp.transport.InMemoryTransport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the SODP client: a
 * {@link SodpClient} that connects when the application has started, to the server at
 * {@code sodp.url} or, if that is not set, to the one in the same application.
 */
@AutoConfiguration(after = { SodpServerAutoConfiguration.class, SslAutoConfiguration.class },
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(SodpClient.class)
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SodpProperties.class)
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
	PropertiesSodpConnectionDetails sodpConnectionDetails(SodpProperties properties) {
		return new PropertiesSodpConnectionDetails(properties);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	SodpClient sodpClient(SodpProperties properties, SodpConnectionDetails connection, ClientListeners listeners,
			ListableBeanFactory beanFactory, ObjectProvider<SodpServer> server,
			ObjectProvider<SodpTokenProvider> tokenProvider, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<SodpClientBuilderCustomizer> customizers) {
		SodpServer embedded = StringUtils.hasText(connection.getUrl()) ? null : server.getIfAvailable();
		SodpClientBuilder builder = builder(properties, connection, embedded, sslBundles.getIfAvailable());
		tokenProvider.ifAvailable(builder::tokenProvider);
		jsonMapper.ifAvailable(builder::jsonMapper);
		builder.connectionListener(listeners::onStateChange);
		if (beanFactory.getBeanNamesForType(SodpErrorListener.class, true, false).length > 0) {
			// Without one the client logs errors itself.
			builder.errorListener(listeners::onError);
		}
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.autoStart(false).build();
	}

	private static SodpClientBuilder builder(SodpProperties properties, SodpConnectionDetails connection,
			@Nullable SodpServer embedded, @Nullable SslBundles sslBundles) {
		ClientPropertiesMapper mapper = new ClientPropertiesMapper(properties, connection);
		if (embedded == null) {
			return mapper.builder(SodpProperties.DEFAULT_URL, sslBundles);
		}
		return mapper.builder(ClientPropertiesMapper.IN_MEMORY_URL, sslBundles)
			.transport(new InMemoryTransport(embedded));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpClient.class)
	SodpClients sodpClients(SodpClient primary) {
		return SodpClients.of(primary);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpClient.class)
	SodpClientLifecycle sodpClientLifecycle(SodpClient client, SodpProperties properties) {
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

}
