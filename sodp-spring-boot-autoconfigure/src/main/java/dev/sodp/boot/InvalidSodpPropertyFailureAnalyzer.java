package dev.sodp.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link InvalidSodpPropertyException}.
 */
final class InvalidSodpPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpPropertyException> {

	private final @Nullable Environment environment;

	InvalidSodpPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpPropertyException cause) {
		String description = "The property '" + cause.property() + "' is '" + cause.value() + "'"
				+ origin(cause.property()) + ", but " + cause.reason() + ".";
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

	private String origin(String property) {
		if (this.environment == null) {
			return "";
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return (found.getOrigin() != null) ? " (from " + found.getOrigin() + ")" : "";
			}
		}
		return "";
	}

}
