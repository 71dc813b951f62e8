// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.util.Optional;

import dev.sodp.spring.internal.ValueTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

/**
 * Resolves the parameter for the value. Unlike its superclass, treats the absence of a
 * value as an ordinary state of a key, even if the parameter is annotated with
 * {@code @Payload}.
 */
final class ValueArgumentResolver extends PayloadMethodArgumentResolver {

	private final TypedChanges changes;

	ValueArgumentResolver(TypedChanges changes, JsonNodeMessageConverter converter, @Nullable Validator validator) {
		super(converter, validator);
		this.changes = changes;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		boolean optional = parameter.getParameterType() == Optional.class;
		Object value = this.changes.current(WatchMessage.eventOf(message), ValueTypes.ofParameter(parameter));
		if (value != null) {
			validate(message, parameter, value);
		}
		else if (parameter.getParameterType().isPrimitive()) {
			Class<?> wrapper = ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType());
			throw new MethodArgumentResolutionException(message, parameter,
					"there is no value, which a primitive parameter cannot take; declare it as "
							+ wrapper.getSimpleName() + " or Optional<" + wrapper.getSimpleName() + ">");
		}
		return optional ? Optional.ofNullable(value) : value;
	}

}
