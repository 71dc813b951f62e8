// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.boot.properties.SodpServerProperties;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if any property under {@code sodp.server.auth.jwt} is set.
 */
final class OnJwtPropertiesCondition extends SpringBootCondition {

	private static final String PREFIX = "sodp.server.auth.jwt";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean set = Binder.get(context.getEnvironment()).bind(PREFIX, SodpServerProperties.Jwt.class).isBound();
		ConditionMessage.Builder message = ConditionMessage.forCondition("SODP JWT properties");
		return set ? ConditionOutcome.match(message.foundExactly(PREFIX))
				: ConditionOutcome.noMatch(message.didNotFind("any property").items(PREFIX + ".*"));
	}

}
