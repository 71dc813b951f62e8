// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;

import tools.jackson.databind.JsonNode;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Determines the T of a parameter such as {@code StateRef<T>}; the tree if none is
 * declared.
 */
final class HeldType {

	private HeldType() {
	}

	static Type of(MethodParameter parameter) {
		ResolvableType value = ResolvableType.forMethodParameter(parameter).getGeneric();
		Class<?> resolved = value.resolve();
		if (resolved == null) {
			return JsonNode.class;
		}
		if (value.getType() instanceof WildcardType) {
			return (resolved != Object.class) ? resolved : JsonNode.class;
		}
		return GenericTypeResolver.resolveType(value.getType(), parameter.getContainingClass());
	}

}
