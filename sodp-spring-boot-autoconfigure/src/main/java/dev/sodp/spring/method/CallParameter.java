// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.security.Principal;
import java.util.Set;

import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

/**
 * What is passed to a parameter of a {@code @SodpMethod} method.
 */
enum CallParameter {

	/** A single header. */
	HEADER,

	/** All headers. */
	HEADERS,

	/** The call or its session. */
	CALL,

	/** Who calls. */
	USER,

	/** The arguments of the call. */
	ARGUMENTS;

	private static final Set<Class<?>> CALL_TYPES = Set.of(MethodInvocation.class, SessionInfo.class);

	static CallParameter of(MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(Header.class)) {
			return HEADER;
		}
		if (parameter.hasParameterAnnotation(Headers.class) || parameter.getParameterType() == MessageHeaders.class) {
			return HEADERS;
		}
		Class<?> type = type(parameter);
		if (CALL_TYPES.contains(type)) {
			return CALL;
		}
		boolean user = type == SodpIdentity.class || Principal.class.isAssignableFrom(type)
				|| CurrentUser.isPrincipalOf(parameter);
		return user ? USER : ARGUMENTS;
	}

	/** Returns the type of a parameter, or of its element if it is optional. */
	static Class<?> type(MethodParameter parameter) {
		return parameter.nestedIfOptional().getNestedParameterType();
	}

}
