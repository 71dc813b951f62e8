// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.spring.watch.SodpWatchAnnotationBeanPostProcessor;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Keeps beans that watch out of {@code spring.main.lazy-initialization}: nothing else
 * would ever ask for them.
 */
final class SodpWatchLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return SodpWatchAnnotationBeanPostProcessor.hasWatchMethods(beanType);
	}

}
