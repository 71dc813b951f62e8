// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;

/**
 * Recognizes methods that cannot be called like others.
 */
public final class MethodTraits {

	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	private MethodTraits() {
	}

	/**
	 * Returns whether a method is a suspending function of Kotlin.
	 * @param method the method
	 * @return true if its last parameter is a continuation
	 */
	public static boolean isSuspending(Method method) {
		Class<?>[] types = method.getParameterTypes();
		return types.length > 0 && types[types.length - 1].getName().equals(CONTINUATION);
	}

	/**
	 * Returns whether a call of a method returns before the method has run: because it or
	 * its class is annotated with {@link Async}, or with another annotation that
	 * {@code @EnableAsync} names.
	 * @param bean the bean, including its proxies
	 * @param beanClass class of the bean, without proxies
	 * @param method the method
	 * @return true if it is asynchronous
	 */
	public static boolean isAsync(Object bean, Class<?> beanClass, Method method) {
		if (AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(beanClass, Async.class)) {
			return true;
		}
		@Nullable Object proxy = bean;
		while (proxy instanceof Advised advised) {
			for (Advisor advisor : advised.getAdvisors()) {
				if (advisor instanceof AsyncAnnotationAdvisor async
						&& applies(async.getPointcut(), beanClass, method)) {
					return true;
				}
			}
			proxy = AopProxyUtils.getSingletonTarget(proxy);
		}
		return false;
	}

	private static boolean applies(Pointcut pointcut, Class<?> beanClass, Method method) {
		return pointcut.getClassFilter().matches(beanClass) && pointcut.getMethodMatcher().matches(method, beanClass);
	}

}
