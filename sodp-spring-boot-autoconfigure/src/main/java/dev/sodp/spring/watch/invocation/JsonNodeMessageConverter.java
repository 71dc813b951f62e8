// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.util.Optional;

import dev.sodp.state.TreeWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * Converts values that were received as a tree to the full generic type of a parameter.
 */
final class JsonNodeMessageConverter implements SmartMessageConverter {

	private final JsonMapper mapper;

	JsonNodeMessageConverter(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Nullable Object convert(JsonNode node, Type type) {
		if (node.isNull() || node.isMissingNode()) {
			return null;
		}
		return (type == JsonNode.class) ? node : this.mapper.treeToValue(node, this.mapper.constructType(type));
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(message.getPayload() instanceof JsonNode node)) {
			return null;
		}
		Type type = (conversionHint instanceof MethodParameter parameter) ? payloadType(parameter, targetClass)
				: targetClass;
		ResolvableType payload = ResolvableType.forType(type);
		if (payload.resolve() == Optional.class) {
			return Optional.ofNullable(convert(node, payload.getGeneric().getType()));
		}
		Object value = convert(node, type);
		if (value == null) {
			String name = targetClass.getSimpleName();
			throw new MessageConversionException(message, "there is no value, which a Message<" + name
					+ "> cannot carry; declare it as Message<Optional<" + name + ">> or Message<JsonNode>");
		}
		return value;
	}

	/** Returns the T of a parameter of type {@code Message<T>}. */
	private static Type payloadType(MethodParameter parameter, Class<?> targetClass) {
		Type resolved = GenericTypeResolver.resolveType(parameter.getGenericParameterType(),
				parameter.getContainingClass());
		ResolvableType message = ResolvableType.forType(resolved).as(Message.class);
		return message.hasGenerics() ? message.getGeneric().getType() : targetClass;
	}

	@Override
	public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return toMessage(payload, headers, null);
	}

	@Override
	public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers, @Nullable Object conversionHint) {
		JsonNode node = new TreeWriter(this.mapper).write(payload);
		return (headers != null) ? new GenericMessage<>(node, headers) : new GenericMessage<>(node);
	}

}
