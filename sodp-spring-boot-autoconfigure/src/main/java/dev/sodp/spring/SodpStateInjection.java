// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Objects;

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
 * Finds the {@link SodpState} for the place where it is to be injected: the key and the
 * client from its {@link SodpKey}, the type of the value from its generic type. Meant for
 * a bean method of prototype scope.
 */
public final class SodpStateInjection {

	private final SodpStates states;

	private final EmbeddedValueResolver texts;

	/**
	 * Creates an injection.
	 * @param states where the states come from
	 * @param beanFactory resolves placeholders and expressions
	 */
	public SodpStateInjection(SodpStates states, ConfigurableBeanFactory beanFactory) {
		this.states = Objects.requireNonNull(states, "states must not be null");
		this.texts = new EmbeddedValueResolver(beanFactory);
	}

	/**
	 * The state for a place.
	 * @param place a parameter or field of type {@link SodpState}
	 * @return the state, the same for every place with the same key, client and type
	 * @throws InvalidSodpKeyException if the place does not say which; the message says
	 * what to write
	 */
	public SodpState<?> resolve(InjectionPoint place) {
		MergedAnnotation<SodpKey> annotation = MergedAnnotations.from(place.getAnnotations()).get(SodpKey.class);
		if (!annotation.isPresent()) {
			throw new InvalidSodpKeyException(describe(place), "nothing says which key it shows",
					"Write the key in front of it, such as @SodpKey(\"game.player\"); a field that Lombok makes a"
							+ " constructor parameter needs lombok.copyableAnnotations",
					null);
		}
		String key = text(place, annotation.getString("value"));
		String client = text(place, annotation.getString("client"));
		try {
			return this.states.get(StringUtils.hasText(client) ? client : SodpClients.PRIMARY, key,
					ValueTypes.toJavaType(valueType(place)));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpKeyException(describe(place),
					String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Write @SodpKey with a key that the protocol allows and the name of a client that is configured",
					ex);
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
		// A context without a placeholder configurer leaves unknown ones as they are.
		if (resolved == null || resolved.contains("${")) {
			throw new InvalidSodpKeyException(describe(place),
					"'" + written + "' cannot be resolved" + ((failure != null) ? ": " + failure.getMessage() : ""),
					"Define the properties and beans that its placeholders and expressions name", failure);
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
