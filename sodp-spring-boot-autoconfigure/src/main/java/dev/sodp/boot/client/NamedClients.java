// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.boot.properties.SodpProperties;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpTemplate;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.StringUtils;

/**
 * Creates the beans of the clients under {@code sodp.clients}, whose definitions are
 * registered by {@link NamedClientsRegistrar}.
 */
final class NamedClients {

	private final SodpProperties properties;

	private final ClientFactory factory;

	private final BeanFactory beanFactory;

	NamedClients(SodpProperties properties, ClientFactory factory, BeanFactory beanFactory) {
		this.properties = properties;
		this.factory = factory;
		this.beanFactory = beanFactory;
	}

	static String clientBean(String name) {
		return name + "SodpClient";
	}

	static String templateBean(String name) {
		return name + "SodpTemplate";
	}

	static String lifecycleBean(String name) {
		return name + "SodpClientLifecycle";
	}

	SodpClient client(String name) {
		ClientSettings settings = settings(name);
		SodpConnectionDetails connection = this.factory.find(name + "SodpConnectionDetails",
				SodpConnectionDetails.class);
		if (connection == null) {
			connection = new PropertiesSodpConnectionDetails(settings.properties());
		}
		String url = connection.getUrl();
		if (url == null || !StringUtils.hasText(url)) {
			throw new InvalidSodpPropertyException(settings.key("url"), "",
					"there is no default for clients other than the primary one",
					"Set the address of the server, for example '" + SodpClientProperties.DEFAULT_URL + "'");
		}
		SodpTokenProvider tokens = this.factory.find(name + "SodpTokenProvider", SodpTokenProvider.class);
		return this.factory.build(settings, this.factory.remote(settings, url, connection, tokens));
	}

	private ClientSettings settings(String name) {
		SodpClientProperties found = this.properties.clients().get(name);
		if (found == null) {
			throw new InvalidSodpPropertyException(ClientSettings.prefix(name) + ".url", "",
					"the application was processed ahead of time with a client of this name",
					"Set the address of the server, or repeat the ahead-of-time processing without this client");
		}
		return new ClientSettings(name, found);
	}

	SodpTemplate template(String name) {
		SodpTemplate template = new SodpTemplate(this.beanFactory.getBean(clientBean(name), SodpClient.class));
		this.beanFactory.getBeanProvider(TemplateConfigurer.class)
			.ifAvailable((configurer) -> configurer.configure(template, name));
		return template;
	}

	SodpClientLifecycle lifecycle(String name) {
		SodpClientProperties found = settings(name).properties();
		return new SodpClientLifecycle(name, this.beanFactory.getBean(clientBean(name), SodpClient.class),
				found.startup(), found.startupTimeout());
	}

	/** Returns the primary client and the others by name. */
	SodpClients with(SodpClient primary) {
		Map<String, SodpClient> others = new LinkedHashMap<>();
		this.properties.clients().forEach((name, client) -> {
			if (!this.beanFactory.containsBean(clientBean(name))) {
				throw new InvalidSodpPropertyException(ClientSettings.prefix(name) + ".url",
						String.valueOf(client.url()),
						"the application was processed ahead of time without a client of this name",
						"Repeat the ahead-of-time processing with this property, or remove the property");
			}
			others.put(name, this.beanFactory.getBean(clientBean(name), SodpClient.class));
		});
		return SodpClients.of(primary, others);
	}

}
