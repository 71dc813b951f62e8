// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.properties.ClientPropertiesMapper;
import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Builds clients from their settings and from what all clients of an application share:
 * the mapper, SSL bundles, callback executor and customizers.
 */
final class ClientFactory {

	/** Name of the executor that runs the callbacks of all clients. */
	static final String CALLBACK_EXECUTOR = "sodpCallbackExecutor";

	/** Represents the server in the same application. */
	private static final String IN_MEMORY_URL = "ws://in-memory";

	private final ListableBeanFactory beanFactory;

	private final @Nullable Executor callbackExecutor;

	ClientFactory(ListableBeanFactory beanFactory, @Nullable Executor callbackExecutor) {
		this.beanFactory = beanFactory;
		this.callbackExecutor = callbackExecutor;
	}

	/**
	 * Creates a builder for a client of a remote server.
	 * @param settings the settings of the client
	 * @param url the address of the server
	 * @param connection the other connection details
	 * @param tokens a provider that takes precedence, if there is one
	 */
	SodpClientBuilder remote(ClientSettings settings, String url, SodpConnectionDetails connection,
			@Nullable SodpTokenProvider tokens) {
		return builder(settings, url, url, connection, tokens);
	}

	/**
	 * Creates a builder for a client of the server at the address of its connection
	 * details or, without an address, of the server in this application or, if there is
	 * none, of the server at the default address.
	 */
	SodpClientBuilder remoteOrInMemory(ClientSettings settings, SodpConnectionDetails connection,
			Supplier<@Nullable SodpServer> server, @Nullable SodpTokenProvider tokens) {
		String url = connection.getUrl();
		if (url != null) {
			return remote(settings, url, connection, tokens);
		}
		SodpServer embedded = server.get();
		if (embedded == null) {
			return remote(settings, SodpClientProperties.DEFAULT_URL, connection, tokens);
		}
		return builder(settings, IN_MEMORY_URL, null, connection, tokens).transport(new InMemoryTransport(embedded));
	}

	private SodpClientBuilder builder(ClientSettings settings, String url, @Nullable String remoteUrl,
			SodpConnectionDetails connection, @Nullable SodpTokenProvider tokens) {
		SodpClientBuilder builder = new ClientPropertiesMapper(settings).builder(url);
		new ClientTokens(settings, find(OAuth2TokenProviders.class)).apply(builder, tokens, connection.getToken());
		new ClientSsl(settings, find(SslBundles.class)).apply(builder, remoteUrl, connection.getSslBundle());
		this.beanFactory.getBeanProvider(JsonMapper.class).ifAvailable(builder::jsonMapper);
		builder.callbackExecutor(callbackExecutor(settings));
		return builder;
	}

	private @Nullable Executor callbackExecutor(ClientSettings settings) {
		Executor own = settings.isPrimary() ? null
				: find(settings.name() + StringUtils.capitalize(CALLBACK_EXECUTOR), Executor.class);
		return (own != null) ? own : this.callbackExecutor;
	}

	/** Applies the customizers and builds the client without starting it. */
	SodpClient build(ClientSettings settings, SodpClientBuilder builder) {
		this.beanFactory.getBeanProvider(SodpClientBuilderCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(settings.name(), builder));
		return builder.autoStart(false).build();
	}

	private <T> @Nullable T find(Class<T> type) {
		return this.beanFactory.getBeanProvider(type).getIfAvailable();
	}

	/** Returns the bean with that name, or null. */
	<T> @Nullable T find(String name, Class<T> type) {
		return this.beanFactory.containsBean(name) ? this.beanFactory.getBean(name, type) : null;
	}

}
