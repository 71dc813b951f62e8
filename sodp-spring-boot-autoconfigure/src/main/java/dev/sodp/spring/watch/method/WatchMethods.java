// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sodp.spring.internal.AnnotatedMethods;
import dev.sodp.spring.internal.MostSpecific;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.spring.watch.SodpWatches;
import org.jspecify.annotations.Nullable;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Finds and describes the methods annotated with {@link SodpWatch}.
 */
public final class WatchMethods {

	public static final AnnotatedMethods<Set<SodpWatch>> FINDER = new AnnotatedMethods<>(
			List.of(SodpWatch.class, SodpWatches.class), WatchMethods::annotations);

	private WatchMethods() {
	}

	private static @Nullable Set<SodpWatch> annotations(Method method) {
		Set<SodpWatch> annotations = MostSpecific.all(method, SodpWatch.class, SodpWatches.class);
		return annotations.isEmpty() ? null : annotations;
	}

	static @Nullable SendTo sendTo(Method method) {
		return MostSpecific.one(method, SendTo.class);
	}

	public static boolean hasSendTo(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, SendTo.class);
	}

	/**
	 * Returns the method and its bridge methods, by whose erased parameter types a
	 * generic interface declares it.
	 */
	static List<Method> variants(Class<?> beanClass, Method method) {
		List<Method> variants = new ArrayList<>();
		variants.add(method);
		for (Method other : beanClass.getMethods()) {
			if (other.isBridge() && BridgeMethodResolver.findBridgedMethod(other).equals(method)) {
				variants.add(other);
			}
		}
		return variants;
	}

	/**
	 * Returns the class, name and parameter types of a method, as an operator would
	 * search for it.
	 */
	public static String describe(Class<?> beanClass, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", beanClass.getName() + "." + method.getName() + "(", ")"));
	}

}
