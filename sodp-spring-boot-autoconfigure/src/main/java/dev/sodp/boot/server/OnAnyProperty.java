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
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is any property below a prefix, wherever it comes from.
 */
abstract class OnAnyProperty extends SpringBootCondition {

	private final ConfigurationPropertyName prefix;

	OnAnyProperty(String prefix) {
		this.prefix = ConfigurationPropertyName.of(prefix);
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean found = StreamSupport
			.stream(ConfigurationPropertySources.get(context.getEnvironment()).spliterator(), false)
			.anyMatch((source) -> source.containsDescendantOf(this.prefix) == ConfigurationPropertyState.PRESENT);
		ConditionMessage.Builder message = ConditionMessage.forCondition("a property below " + this.prefix);
		return new ConditionOutcome(found, found ? message.because("there is one") : message.because("there is none"));
	}

}
