// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods of a class that carry an annotation, including inherited and
 * meta-annotated ones.
 *
 * @param <A> metadata of a method
 */
public final class AnnotatedMethods<A> {

	/**
	 * Whether a method of the class, or one that it may override, has an annotation that
	 * belongs to neither Java nor Spring. Most classes of a context are configurations,
	 * whose methods have only those, and searching each of them for meta-annotations
	 * takes long before the JIT compiler has warmed up.
	 */
	private static final ClassValue<Boolean> ANNOTATED = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			Class<?> superclass = type.getSuperclass();
			return (superclass != null && superclass != Object.class && get(superclass))
					|| Arrays.stream(type.getInterfaces()).anyMatch(this::get) || hasForeignAnnotation(type);
		}

	};

	private final Collection<Class<? extends Annotation>> annotations;

	private final MetadataLookup<A> lookup;

	/**
	 * Creates a finder.
	 * @param annotations the annotations; classes that cannot carry any of them are not
	 * searched
	 * @param lookup returns the metadata of a method, or null if it has none
	 */
	public AnnotatedMethods(Collection<Class<? extends Annotation>> annotations, MetadataLookup<A> lookup) {
		this.annotations = annotations;
		this.lookup = lookup;
	}

	/**
	 * Searches a class.
	 * @param type class of a bean
	 * @return the metadata by method; may be empty
	 */
	public Map<Method, A> find(Class<?> type) {
		if (isOfSpring(type) || !AnnotationUtils.isCandidateClass(type, this.annotations) || !ANNOTATED.get(type)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type, this.lookup);
	}

	/**
	 * Spring's own beans make up most of a context, and searching their methods would
	 * noticeably slow down its start.
	 */
	private static boolean isOfSpring(Class<?> type) {
		return type.getName().startsWith("org.springframework.")
				&& !AnnotatedElementUtils.isAnnotated(type, Component.class);
	}

	private static boolean hasForeignAnnotation(Class<?> type) {
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			for (Annotation annotation : method.getDeclaredAnnotations()) {
				String name = annotation.annotationType().getName();
				if (!name.startsWith("org.springframework.") && !name.startsWith("java.")) {
					return true;
				}
			}
		}
		return false;
	}

}
