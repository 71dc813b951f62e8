// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.stream.StreamSupport;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is a property of a name or any below it, wherever it comes from.
 */
abstract class OnAnyProperty extends SpringBootCondition {

	private final ConfigurationPropertyName prefix;

	OnAnyProperty(String prefix) {
		this.prefix = ConfigurationPropertyName.of(prefix);
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean found = isPresent(this.prefix, context.getEnvironment());
		ConditionMessage.Builder message = ConditionMessage.forCondition("a property at or below " + this.prefix);
		return new ConditionOutcome(found, found ? message.because("there is one") : message.because("there is none"));
	}

	static boolean isPresent(ConfigurationPropertyName prefix, Environment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.anyMatch((source) -> source.getConfigurationProperty(prefix) != null
					|| source.containsDescendantOf(prefix) == ConfigurationPropertyState.PRESENT);
	}

}
