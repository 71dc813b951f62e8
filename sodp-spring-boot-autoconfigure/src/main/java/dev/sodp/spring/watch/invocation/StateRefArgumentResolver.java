// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;

import dev.sodp.client.StateRef;
import tools.jackson.core.type.TypeReference;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves parameters of type {@link StateRef} for the key of the event, with the
 * declared type or, if there is none, as a tree.
 */
final class StateRefArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == StateRef.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		WatchEvent event = WatchMessage.eventOf(message);
		Type type = HeldType.of(parameter);
		return event.client().state(event.meta().key(), new TypeReference<Object>() {

			@Override
			public Type getType() {
				return type;
			}

		});
	}

}
