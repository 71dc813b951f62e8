// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Type;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Converts the declared types of values to Jackson's types, with type variables resolved
 * where Spring can resolve them.
 */
public final class ValueTypes {

	private ValueTypes() {
	}

	/**
	 * Returns the Jackson type of values of a declared type.
	 * @param type the declared type
	 * @return the type; {@link JsonNode} if it is unknown
	 */
	public static Type toJavaType(ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null || raw == Object.class) {
			return JsonNode.class;
		}
		return convert(type, raw);
	}

	/**
	 * Returns the type of the value that a parameter takes.
	 * @param parameter the parameter
	 * @return its type, or that of its element if it is optional
	 */
	public static Type ofParameter(MethodParameter parameter) {
		MethodParameter nested = parameter.nestedIfOptional();
		return GenericTypeResolver.resolveType(nested.getNestedGenericParameterType(), nested.getContainingClass());
	}

	private static JavaType convert(ResolvableType type, Class<?> raw) {
		TypeFactory types = TypeFactory.createDefaultInstance();
		if (type.isArray()) {
			ResolvableType component = type.getComponentType();
			return types.constructArrayType(convert(component, component.resolve(Object.class)));
		}
		ResolvableType[] generics = type.getGenerics();
		if (generics.length == 0 || type.hasUnresolvableGenerics()) {
			return types.constructType(raw);
		}
		JavaType[] parameters = new JavaType[generics.length];
		for (int i = 0; i < generics.length; i++) {
			parameters[i] = convert(generics[i], generics[i].resolve(Object.class));
		}
		return types.constructParametricType(raw, parameters);
	}

}
