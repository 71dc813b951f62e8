// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whether properties exist: each must bind to a class of configuration properties,
 * or at least be named in the configuration metadata, and its value must fit.
 */
final class PropertyCheck {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private final List<Group> groups = new ArrayList<>();

	private final Set<ConfigurationPropertyName> names = new HashSet<>();

	/** Properties below which any name may follow. */
	private final Set<ConfigurationPropertyName> maps = new HashSet<>();

	PropertyCheck() throws IOException, ClassNotFoundException {
		ClassLoader loader = getClass().getClassLoader();
		for (URL url : Collections.list(loader.getResources(METADATA))) {
			try (InputStream stream = url.openStream()) {
				JsonNode metadata = JsonMapper.shared().readTree(stream);
				for (JsonNode group : metadata.path("groups")) {
					String type = group.path("type").asString("");
					if (ClassUtils.isPresent(type, loader)) {
						this.groups.add(new Group(name(group), ClassUtils.forName(type, loader)));
					}
				}
				for (JsonNode property : metadata.path("properties")) {
					boolean map = property.path("type")
						.asString("")
						.startsWith("java.util.Map<java.lang.String,java.lang.");
					(map ? this.maps : this.names).add(name(property));
				}
			}
		}
	}

	private static ConfigurationPropertyName name(JsonNode entry) {
		return ConfigurationPropertyName.adapt(entry.path("name").asString(), '.');
	}

	List<String> problems(PropertySource<?> properties) {
		List<ConfigurationPropertyName> given = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.from(properties);
		sources.forEach((source) -> ((IterableConfigurationPropertySource) source).forEach(given::add));
		Binder binder = new Binder(sources, null, ApplicationConversionService.getSharedInstance());
		Set<ConfigurationPropertyName> bound = new HashSet<>();
		for (Group group : this.groups) {
			if (group.isOfProperties() && given.stream().anyMatch(group.prefix()::isAncestorOf)) {
				try {
					binder.bind(group.prefix(), Bindable.of(group.type()), new Recorder(bound));
				}
				catch (BindException ex) {
					problems.add(ex.getMessage() + ": " + ex.getCause());
				}
			}
		}
		given.stream()
			.filter((name) -> !bound.contains(name) && !isNamed(name))
			.map((name) -> "there is no property '" + name + "'")
			.forEach(problems::add);
		return problems;
	}

	private boolean isNamed(ConfigurationPropertyName name) {
		return this.names.contains(name) || this.maps.stream().anyMatch((map) -> map.isAncestorOf(name));
	}

	private record Group(ConfigurationPropertyName prefix, Class<?> type) {

		private boolean isOfProperties() {
			return this.type.isAnnotationPresent(ConfigurationProperties.class);
		}

	}

	/** Notes which properties were used. */
	private record Recorder(Set<ConfigurationPropertyName> bound) implements BindHandler {

		@Override
		public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			if (context.getConfigurationProperty() != null) {
				this.bound.add(context.getConfigurationProperty().getName());
			}
			return result;
		}

	}

}
