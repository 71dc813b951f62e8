package dev.sodp.spring.watch;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Component;

/**
 * Finds and names the methods annotated with {@link SodpWatch}.
 */
final class WatchMethods {

	private WatchMethods() {
	}

	/** The annotated methods of a class, inherited and meta-annotated ones included. */
	static Map<Method, Set<SodpWatch>> find(Class<?> type) {
		if (isOfSpring(type) || !AnnotationUtils.isCandidateClass(type, List.of(SodpWatch.class, SodpWatches.class))) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<Set<SodpWatch>>) WatchMethods::annotations);
	}

	private static @Nullable Set<SodpWatch> annotations(Method method) {
		Set<SodpWatch> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, SodpWatch.class,
				SodpWatches.class);
		return annotations.isEmpty() ? null : annotations;
	}

	static @Nullable SendTo sendTo(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
	}

	static boolean hasSendTo(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, SendTo.class);
	}

	/**
	 * Beans of Spring itself are most of a context, and to search their methods would
	 * take a good part of its start.
	 */
	private static boolean isOfSpring(Class<?> type) {
		return type.getName().startsWith("org.springframework.")
				&& !AnnotatedElementUtils.isAnnotated(type, Component.class);
	}

	/**
	 * The method and its bridges, under whose erased parameter types a generic interface
	 * knows it.
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

	/** Class, name and parameter types, as an operator would look for it. */
	static String describe(Class<?> beanClass, Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", beanClass.getName() + "." + method.getName() + "(", ")"));
	}

}
