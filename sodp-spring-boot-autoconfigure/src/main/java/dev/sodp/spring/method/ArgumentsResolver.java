// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.Objects;
import java.util.Optional;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpCallException;
import dev.sodp.spring.internal.Unreadable;
import dev.sodp.spring.internal.ValueTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves the parameter for the arguments of a call: reads them as its type, validates
 * them, and refuses the call if that fails, in terms of JSON.
 */
final class ArgumentsResolver implements HandlerMethodArgumentResolver {

	private final JsonMapper mapper;

	private final Violations violations;

	ArgumentsResolver(JsonMapper mapper, Violations violations) {
		this.mapper = mapper;
		this.violations = violations;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return CallParameter.of(parameter) == CallParameter.ARGUMENTS;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		Object arguments = read(parameter, CallMessage.callOf(message).arguments());
		String violation = this.violations.find(parameter, arguments);
		if (violation != null) {
			throw new SodpCallException(ErrorCode.SCHEMA, violation);
		}
		return (parameter.getParameterType() == Optional.class) ? Optional.of(arguments) : arguments;
	}

	private Object read(MethodParameter parameter, JsonNode arguments) {
		JavaType type = this.mapper.constructType(ValueTypes.ofParameter(parameter));
		if (type.isTypeOrSuperTypeOf(JsonNode.class)) {
			return arguments;
		}
		try {
			Object value = this.mapper.treeToValue(arguments, type);
			return Objects.requireNonNull(value, "An object was read as null");
		}
		catch (InvalidDefinitionException ex) {
			throw ex;
		}
		catch (JacksonException ex) {
			throw new SodpCallException(ErrorCode.BAD_REQUEST, Unreadable.describe(ex));
		}
	}

}
