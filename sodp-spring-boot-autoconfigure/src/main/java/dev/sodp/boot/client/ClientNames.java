// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.Map;
import java.util.Set;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.boot.properties.Spellings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads the names of the clients under {@code sodp.clients} before the properties become
 * a bean. Rejects properties that belong to no client.
 */
final class ClientNames {

	private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sodp.clients");

	private final Environment environment;

	ClientNames(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Checks for a property before binding, because most applications have a single
	 * client.
	 */
	Set<String> find() {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.containsDescendantOf(CLIENTS) != ConfigurationPropertyState.ABSENT) {
				return bound();
			}
		}
		return Set.of();
	}

	/**
	 * Binds to the same type as the properties bean: a map of anything else would split
	 * the variable {@code SODP_CLIENTS_MY_CLIENT_URL} into the wrong names.
	 */
	private Set<String> bound() {
		Tolerance tolerance = new Tolerance();
		Map<String, SodpClientProperties> clients = Binder.get(this.environment)
			.bind(CLIENTS, Bindable.mapOf(String.class, SodpClientProperties.class), tolerance)
			.orElseGet(Map::of);
		Set<String> names = Spellings.unite(clients).keySet();
		if (!tolerance.failed) {
			refuseStrays(names);
		}
		return names;
	}

	private void refuseStrays(Set<String> names) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource properties) {
				boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				properties.stream()
					.filter(CLIENTS::isAncestorOf)
					.filter((property) -> !belongsToOne(property, names, variables))
					.findFirst()
					.ifPresent(ClientNames::refuse);
			}
		}
	}

	private static boolean belongsToOne(ConfigurationPropertyName property, Set<String> names, boolean variable) {
		int first = CLIENTS.getNumberOfElements();
		String name = property.getElement(first, Form.ORIGINAL);
		// A value in place of properties is reported when the properties become a bean.
		boolean readable = property.getNumberOfElements() > first + 1;
		if (!readable || names.stream().anyMatch((each) -> Spellings.areOne(each, name))) {
			return true;
		}
		return variable && names.stream().anyMatch((each) -> startsWith(property, each.split("-")));
	}

	/** In the variable, the dashes of the name are underscores, which became dots. */
	private static boolean startsWith(ConfigurationPropertyName property, String[] words) {
		int first = CLIENTS.getNumberOfElements();
		if (property.getNumberOfElements() <= first + words.length) {
			return false;
		}
		for (int i = 0; i < words.length; i++) {
			if (!words[i].equals(property.getElement(first + i, Form.UNIFORM))) {
				return false;
			}
		}
		return true;
	}

	private static void refuse(ConfigurationPropertyName property) {
		String name = property.getElement(CLIENTS.getNumberOfElements(), Form.ORIGINAL);
		throw new InvalidSodpPropertyException("sodp.clients", name,
				"the property '" + property + "' belongs to no client: none under 'sodp.clients." + name
						+ "' is a property of a client",
				"Correct the property. The name of a client has no dots; an environment variable can set the properties"
						+ " of a client 'my-client' that is configured elsewhere, as SODP_CLIENTS_MYCLIENT_URL, but"
						+ " cannot introduce a name that has dashes");
	}

	/** What cannot be bound is reported when the properties become a bean. */
	private static final class Tolerance extends AbstractBindHandler {

		private boolean failed;

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) {
			this.failed = true;
			return null;
		}

	}

}
