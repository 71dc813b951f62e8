// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import dev.sodp.spring.internal.AnnotatedMethods;
import dev.sodp.spring.internal.MethodTraits;
import dev.sodp.spring.internal.MostSpecific;
import dev.sodp.spring.internal.ValueTypes;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Finds, validates and describes the methods annotated with {@link SodpPresence}.
 */
final class PresenceMethods {

	static final AnnotatedMethods<SodpPresence> FINDER = new AnnotatedMethods<>(List.of(SodpPresence.class),
			(method) -> MostSpecific.one(method, SodpPresence.class));

	private PresenceMethods() {
	}

	/**
	 * Returns the method to invoke on a bean.
	 * @throws InvalidSodpPresenceException if it cannot supply a value
	 */
	static Method invocable(Object bean, Class<?> beanClass, Method method) {
		if (MethodTraits.isSuspending(method)) {
			throw new InvalidSodpPresenceException(beanClass, method,
					"it is a suspending function, which is not supported",
					"Remove the modifier suspend; the method may block until the value is available", null);
		}
		if (MethodTraits.isAsync(bean, beanClass, method)) {
			throw new InvalidSodpPresenceException(beanClass, method, "it is asynchronous (@Async)",
					"Remove @Async; the method is not called on the thread that starts the application and may block",
					null);
		}
		Class<?> returned = method.getReturnType();
		if (returned == void.class || returned == Void.class) {
			throw new InvalidSodpPresenceException(beanClass, method, "its return type is void",
					"Return the value that others should see", null);
		}
		if (CompletionStage.class.isAssignableFrom(returned)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null) {
			throw new InvalidSodpPresenceException(beanClass, method, "it returns a future or publisher",
					"Return the value itself; the method may block until the value is available", null);
		}
		if (method.getParameterCount() > 0) {
			throw new InvalidSodpPresenceException(beanClass, method, "it has parameters",
					"Remove the parameters and inject what the method needs into the bean", null);
		}
		try {
			return AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new InvalidSodpPresenceException(beanClass, method,
					"the bean is wrapped in a proxy that does not have the method",
					"Make it a public method of an interface that the bean implements, or let Spring proxy the class"
							+ " (spring.aop.proxy-target-class=true) and make the method at least package-private",
					ex);
		}
	}

	/**
	 * Returns the declared type of the values, whether or not they are optional.
	 */
	static Type valueType(Class<?> beanClass, Method method) {
		ResolvableType returned = ResolvableType.forMethodReturnType(method, beanClass);
		return ValueTypes.toJavaType((returned.resolve() == Optional.class) ? returned.getGeneric() : returned);
	}

	/**
	 * Returns the class, name and parameter types of a method, as an operator would
	 * search for it.
	 */
	static String describe(Class<?> beanClass, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", beanClass.getName() + "." + method.getName() + "(", ")"));
	}

}
