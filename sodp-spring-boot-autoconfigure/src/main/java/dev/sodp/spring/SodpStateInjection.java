// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.reflect.Type;
import java.util.Objects;

import dev.sodp.spring.internal.Problem;
import dev.sodp.spring.internal.ValueTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.StringUtils;

/**
 * Resolves the {@link SodpState} for an injection point: the key and the client from its
 * {@link SodpKey}, the type of the value from its generic type. Intended for a
 * prototype-scoped bean method.
 */
public final class SodpStateInjection {

	private final SodpStates states;

	private final EmbeddedValueResolver texts;

	/**
	 * Creates an injection.
	 * @param states provides the states
	 * @param beanFactory resolves placeholders and expressions
	 */
	public SodpStateInjection(SodpStates states, ConfigurableBeanFactory beanFactory) {
		this.states = Objects.requireNonNull(states, "states must not be null");
		this.texts = new EmbeddedValueResolver(beanFactory);
	}

	/**
	 * Returns the state for an injection point.
	 * @param place a parameter or field of type {@link SodpState}
	 * @return the state; the same instance for all injection points with the same key,
	 * client and type
	 * @throws InvalidSodpKeyException if the injection point does not identify a state;
	 * the message says how to fix it
	 */
	public SodpState<?> resolve(InjectionPoint place) {
		MergedAnnotation<SodpKey> annotation = MergedAnnotations.from(place.getAnnotations()).get(SodpKey.class);
		if (!annotation.isPresent()) {
			throw new InvalidSodpKeyException(describe(place), "it has no @SodpKey that specifies its key",
					"Annotate it with its key, for example @SodpKey(\"game.player\"); for a field that Lombok turns"
							+ " into a constructor parameter, add it to lombok.copyableAnnotations",
					null);
		}
		String key = text(place, annotation.getString("value"));
		String client = text(place, annotation.getString("client"));
		Type type = ValueTypes.toJavaType(valueType(place));
		Problem problem = this.states.problem(key, type);
		if (problem != null) {
			throw new InvalidSodpKeyException(describe(place), problem.text(), problem.remedy(), null);
		}
		try {
			SodpState<?> state = this.states.get(StringUtils.hasText(client) ? client : SodpClients.PRIMARY, key, type);
			if (state instanceof PrefixState<?> prefix) {
				prefix.usedBy(describe(place));
			}
			return state;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpKeyException(describe(place),
					String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Specify a key that the protocol allows and the name of a configured client in @SodpKey", ex);
		}
	}

	private String text(InjectionPoint place, String written) {
		String resolved = null;
		RuntimeException failure = null;
		try {
			resolved = this.texts.resolveStringValue(written);
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		// A context without a placeholder configurer leaves unresolvable placeholders as
		// they are.
		if (resolved == null || resolved.contains("${")) {
			throw new InvalidSodpKeyException(describe(place),
					"'" + written + "' cannot be resolved" + ((failure != null) ? ": " + failure.getMessage() : ""),
					"Define the properties and beans that its placeholders and expressions refer to", failure);
		}
		return resolved;
	}

	private static ResolvableType valueType(InjectionPoint place) {
		if (place instanceof DependencyDescriptor descriptor) {
			return descriptor.getResolvableType().as(SodpState.class).getGeneric();
		}
		return ResolvableType.NONE;
	}

	private static String describe(InjectionPoint place) {
		MethodParameter parameter = place.getMethodParameter();
		if (parameter == null) {
			return "field '" + place.getMember().getName() + "' of " + className(place.getMember().getDeclaringClass());
		}
		return "parameter " + parameterName(parameter) + " of " + className(parameter.getDeclaringClass())
				+ ((parameter.getMethod() != null) ? "." + parameter.getMethod().getName() : "");
	}

	private static String parameterName(MethodParameter parameter) {
		@Nullable String name = parameter.getParameter().isNamePresent() ? parameter.getParameter().getName() : null;
		return (name != null) ? "'" + name + "'" : "number " + (parameter.getParameterIndex() + 1);
	}

	private static String className(Class<?> type) {
		return type.getName();
	}

}
