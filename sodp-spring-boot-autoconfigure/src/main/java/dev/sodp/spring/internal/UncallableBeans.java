// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Bean definitions whose annotated methods would never be called because an instance need
 * not exist: lazy beans and beans that are not singletons.
 *
 * @param <A> metadata of a method
 */
final class UncallableBeans<A> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final AnnotatedMethods<A> methods;

	private final AnnotatedMethodBeanPostProcessor<A> refusals;

	UncallableBeans(ConfigurableListableBeanFactory beanFactory, AnnotatedMethods<A> methods,
			AnnotatedMethodBeanPostProcessor<A> refusals) {
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.refusals = refusals;
	}

	/**
	 * Checks all definitions and throws for the first one that has annotated methods.
	 */
	void refuse() {
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
			if (!definition.isAbstract() && (definition.isLazyInit() || !definition.isSingleton())) {
				refuse(name, definition);
			}
		}
	}

	private void refuse(String name, BeanDefinition definition) {
		Class<?> beanClass = typeOf(name, definition);
		if (beanClass == null) {
			return;
		}
		Map<Method, A> annotated = this.methods.find(beanClass);
		if (annotated.isEmpty()) {
			return;
		}
		Method method = annotated.keySet().iterator().next();
		if (!definition.isSingleton()) {
			throw notSingleton(name, beanClass, method);
		}
		throw this.refusals.refusal(beanClass, method,
				"the bean '" + name + "' is lazy, so it would not be created until something else requests it",
				"Remove @Lazy from the bean, or move the method to a bean that is not lazy");
	}

	private @Nullable Class<?> typeOf(String name, BeanDefinition definition) {
		Object original = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		return (original instanceof Class<?> type) ? type : this.beanFactory.getType(name, false);
	}

	RuntimeException notSingleton(String name, Class<?> beanClass, Method method) {
		String shown = ScopedProxyUtils.isScopedTarget(name) ? name.substring(name.indexOf('.') + 1) : name;
		return this.refusals.refusal(beanClass, method,
				"the bean '" + shown + "' is not a singleton of the application context, so there is no single instance"
						+ " to call",
				"Make the bean a singleton, or move the method to a singleton that looks up the scoped bean");
	}

}
