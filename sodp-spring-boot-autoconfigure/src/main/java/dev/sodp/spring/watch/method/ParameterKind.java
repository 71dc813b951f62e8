// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.util.List;
import java.util.Set;

import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.StateRef;
import dev.sodp.client.WatchMeta;
import dev.sodp.state.DeltaOp;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * What is passed to a parameter of a {@code @SodpWatch} method.
 */
public enum ParameterKind {

	/** A single header. */
	HEADER,

	/** All headers. */
	HEADERS,

	/** The value of a named segment of the path. */
	VARIABLE,

	/** Anything but the value, recognized by its type. */
	TYPED,

	/** The value. */
	VALUE;

	/** Types whose arguments need no conversion. */
	public static final Set<Class<?>> OWN_TYPES = Set.of(WatchMeta.class, SodpClient.class, MessageHeaders.class);

	private static final Set<Class<?>> HOLDERS = Set.of(StateRef.class, StateChange.class);

	static ParameterKind of(MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(Header.class)) {
			return HEADER;
		}
		if (parameter.hasParameterAnnotation(Headers.class)) {
			return HEADERS;
		}
		if (parameter.hasParameterAnnotation(DestinationVariable.class)) {
			return VARIABLE;
		}
		Class<?> type = parameter.getParameterType();
		boolean typed = OWN_TYPES.contains(type) || HOLDERS.contains(type) || isOps(parameter)
				|| Message.class.isAssignableFrom(type) || MessageHeaderAccessor.class.isAssignableFrom(type);
		return typed ? TYPED : VALUE;
	}

	/** Returns whether a parameter receives just the operations of a delta. */
	public static boolean isOps(MethodParameter parameter) {
		return parameter.getParameterType() == List.class
				&& ResolvableType.forMethodParameter(parameter).getGeneric().resolve() == DeltaOp.class;
	}

}
