package dev.sodp.boot;

import dev.sodp.spring.presence.SodpPresence;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Keeps beans that declare presence out of {@code spring.main.lazy-initialization}:
 * nothing else would ever ask for them.
 */
final class SodpPresenceLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return AnnotationUtils.isCandidateClass(beanType, SodpPresence.class) && !MethodIntrospector
			.selectMethods(beanType, (MethodIntrospector.MetadataLookup<Boolean>) (
					method) -> AnnotatedElementUtils.hasAnnotation(method, SodpPresence.class) ? Boolean.TRUE : null)
			.isEmpty();
	}

}
