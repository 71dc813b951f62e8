package dev.sodp.spring.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import dev.sodp.client.SodpClient;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;

/**
 * Finds the methods of a class that carry an annotation, inherited and meta-annotated
 * ones included.
 *
 * @param <A> what is found on a method
 */
public final class AnnotatedMethods<A> {

	private static final Set<ProtectionDomain> LIBRARY = Set.of(AnnotatedMethods.class.getProtectionDomain(),
			SodpClient.class.getProtectionDomain());

	private final Collection<Class<? extends Annotation>> annotations;

	private final MetadataLookup<A> lookup;

	/**
	 * Creates a finder.
	 * @param annotations a class that cannot carry one of them is not searched
	 * @param lookup what a method carries, null if nothing
	 */
	public AnnotatedMethods(Collection<Class<? extends Annotation>> annotations, MetadataLookup<A> lookup) {
		this.annotations = annotations;
		this.lookup = lookup;
	}

	/**
	 * Searches a class.
	 * @param type class of a bean
	 * @return what was found, by method; may be empty
	 */
	public Map<Method, A> find(Class<?> type) {
		if (isOfSpring(type) || isOfLibrary(type) || !AnnotationUtils.isCandidateClass(type, this.annotations)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type, this.lookup);
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
	 * To search the beans and configurations of this library would be a good part of what
	 * it adds to a start. Where they lie tells them from an application in such a
	 * package.
	 */
	private static boolean isOfLibrary(Class<?> type) {
		return type.getName().startsWith("dev.sodp.") && LIBRARY.contains(type.getProtectionDomain());
	}

}
