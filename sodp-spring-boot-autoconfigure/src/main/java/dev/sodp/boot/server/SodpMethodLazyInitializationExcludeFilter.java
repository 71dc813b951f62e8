// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.spring.method.SodpMethodAnnotationBeanPostProcessor;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Excludes beans whose methods clients call from {@code spring.main.lazy-initialization},
 * because nothing else might request them.
 */
final class SodpMethodLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return SodpMethodAnnotationBeanPostProcessor.hasServedMethods(beanType);
	}

}
