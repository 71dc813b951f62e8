// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.spring.watch.SodpWatchAnnotationBeanPostProcessor;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Excludes beans that watch from {@code spring.main.lazy-initialization}, because nothing
 * else would ever request them.
 */
final class SodpWatchLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return SodpWatchAnnotationBeanPostProcessor.hasWatchMethods(beanType);
	}

}
