// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.spring.presence.SodpPresenceAnnotationBeanPostProcessor;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Excludes beans that declare presence from {@code spring.main.lazy-initialization},
 * because nothing else would ever request them.
 */
final class SodpPresenceLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return SodpPresenceAnnotationBeanPostProcessor.hasPresenceMethods(beanType);
	}

}
