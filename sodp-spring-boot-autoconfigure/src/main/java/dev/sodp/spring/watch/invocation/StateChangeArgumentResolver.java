// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import dev.sodp.client.StateChange;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Resolves parameters of type {@link StateChange}. Only the current value is validated:
 * the previous one already has been.
 */
final class StateChangeArgumentResolver extends PayloadMethodArgumentResolver {

	private final TypedChanges changes;

	StateChangeArgumentResolver(TypedChanges changes, JsonNodeMessageConverter converter,
			@Nullable Validator validator) {
		super(converter, validator);
		this.changes = changes;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == StateChange.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		StateChange<Object> change = this.changes.of(WatchMessage.eventOf(message), HeldType.of(parameter));
		Object current = change.current();
		if (current != null) {
			validate(message, parameter, current);
		}
		return change;
	}

}
