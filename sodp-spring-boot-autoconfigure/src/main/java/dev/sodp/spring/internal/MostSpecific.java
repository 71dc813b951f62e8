// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;

/**
 * Annotations of a method and of the methods it overrides, without those that a more
 * specific method replaces. Meta-annotations count where the composed annotation stands.
 */
public final class MostSpecific {

	private MostSpecific() {
	}

	/**
	 * Returns all annotations of the most specific annotated method. If several methods
	 * are annotated and none of them overrides another, for example those of two
	 * interfaces, they are all included.
	 * @param <A> type of the annotation
	 * @param method the method of the class
	 * @param type type of the annotation
	 * @param container type of the container of repeated annotations
	 * @return the annotations; may be empty
	 */
	public static <A extends Annotation> Set<A> all(Method method, Class<A> type,
			Class<? extends Annotation> container) {
		return find(method, type, RepeatableContainers.explicitRepeatable(type, container));
	}

	/**
	 * Returns the annotation of the most specific annotated method.
	 * @param <A> type of the annotation
	 * @param method the method of the class
	 * @param type type of the annotation
	 * @return the annotation, or null if there is none
	 */
	public static <A extends Annotation> @Nullable A one(Method method, Class<A> type) {
		return find(method, type, RepeatableContainers.none()).stream().findFirst().orElse(null);
	}

	private static <A extends Annotation> Set<A> find(Method method, Class<A> type, RepeatableContainers containers) {
		List<MergedAnnotation<A>> all = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY, containers)
			.stream(type)
			.toList();
		return all.stream()
			.filter((each) -> all.stream().noneMatch((other) -> replaces(other, each)))
			.map(MergedAnnotation::synthesize)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static boolean replaces(MergedAnnotation<?> other, MergedAnnotation<?> annotation) {
		Class<?> specific = declaringClass(other);
		Class<?> general = declaringClass(annotation);
		return specific != general && general.isAssignableFrom(specific);
	}

	private static Class<?> declaringClass(MergedAnnotation<?> annotation) {
		if (annotation.getSource() instanceof Method method) {
			return method.getDeclaringClass();
		}
		throw new IllegalStateException("An annotation of a method has another source: " + annotation.getSource());
	}

}
