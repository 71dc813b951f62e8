// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.boot.SodpTemplateCustomizer;
import dev.sodp.boot.properties.PropertyChecks;
import dev.sodp.boot.properties.SodpTemplateProperties;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.spring.SodpWriteListener;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Applies the properties and beans that concern all templates to a template.
 */
final class TemplateConfigurer {

	private final SodpTemplateProperties properties;

	private final ObjectProvider<WriteListeners> listeners;

	private final ObjectProvider<SodpTemplateCustomizer> customizers;

	TemplateConfigurer(SodpTemplateProperties properties, ObjectProvider<WriteListeners> listeners,
			ObjectProvider<SodpTemplateCustomizer> customizers) {
		this.properties = properties;
		this.listeners = listeners;
		this.customizers = customizers;
	}

	void configure(SodpTemplate template, String client) {
		if (this.properties.defaultTimeout() != null) {
			template.setDefaultTimeout(
					PropertyChecks.positive("sodp.template.default-timeout", this.properties.defaultTimeout()));
		}
		this.listeners.orderedStream().forEach((each) -> template.addWriteListener(each.forClient(client)));
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(template));
	}

	/**
	 * Creates the listener for the writes of a client's template.
	 */
	@FunctionalInterface
	interface WriteListeners {

		SodpWriteListener forClient(String client);

	}

}
