// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Analyzes an {@link InvalidSodpPropertyException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSodpPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpPropertyException> {

	private final @Nullable Environment environment;

	InvalidSodpPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpPropertyException cause) {
		String description = "The property '" + cause.property() + "' is '" + cause.value() + "'" + origin(cause)
				+ ", but " + cause.reason() + ".";
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

	private String origin(InvalidSodpPropertyException failure) {
		if (this.environment == null) {
			return "";
		}
		// Not valid as it stands if it ends with the name of a header, which has
		// capitals.
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(failure.property(), '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = find(source, name, failure.value());
			if (found != null) {
				return (found.getOrigin() != null) ? " (from " + found.getOrigin() + ")" : "";
			}
		}
		return "";
	}

	/**
	 * Returns the property or, if a name below it is what is wrong, the first property
	 * with that prefix.
	 */
	private static @Nullable ConfigurationProperty find(ConfigurationPropertySource source,
			ConfigurationPropertyName name, String value) {
		ConfigurationProperty found = source.getConfigurationProperty(name);
		if (found != null || !(source instanceof IterableConfigurationPropertySource properties)) {
			return found;
		}
		int last = name.getNumberOfElements();
		return properties.stream()
			.filter((each) -> name.isAncestorOf(each)
					&& each.getElement(last, ConfigurationPropertyName.Form.ORIGINAL).equals(value))
			.findFirst()
			.map(properties::getConfigurationProperty)
			.orElse(null);
	}

}
