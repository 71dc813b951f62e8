// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.security.Principal;
import java.util.Optional;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves parameters for the call, its session and its user. A parameter that must have
 * a user refuses the calls of unknown clients.
 */
final class CallResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		CallParameter kind = CallParameter.of(parameter);
		return kind == CallParameter.CALL || kind == CallParameter.USER;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		MethodInvocation call = CallMessage.callOf(message);
		Object argument = (CallParameter.of(parameter) == CallParameter.USER) ? user(parameter, call)
				: part(CallParameter.type(parameter), call);
		if (argument == null && !parameter.isOptional()) {
			throw new SodpCallException(ErrorCode.DENIED, "Not allowed to call '" + call.method() + "'");
		}
		return (parameter.getParameterType() == Optional.class) ? Optional.ofNullable(argument) : argument;
	}

	private static Object part(Class<?> type, MethodInvocation call) {
		return (type == MethodInvocation.class) ? call : call.session();
	}

	private static @Nullable Object user(MethodParameter parameter, MethodInvocation call) {
		Class<?> type = CallParameter.type(parameter);
		if (CurrentUser.isPrincipalOf(parameter)) {
			Object principal = CurrentUser.principal();
			return type.isInstance(principal) ? principal : null;
		}
		SodpIdentity identity = call.identity();
		if (type == SodpIdentity.class) {
			return identity;
		}
		Object authentication = CurrentUser.authentication();
		if (type.isInstance(authentication)) {
			return authentication;
		}
		return (type == Principal.class && identity != null) ? new Subject(identity.subject()) : null;
	}

	/**
	 * The user of a session as Java knows users.
	 *
	 * @param getName the subject of the identity
	 */
	private record Subject(String getName) implements Principal {
	}

}
