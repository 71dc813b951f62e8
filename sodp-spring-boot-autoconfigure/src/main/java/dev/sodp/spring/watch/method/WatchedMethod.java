// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.lang.reflect.Method;

import dev.sodp.spring.watch.InvalidSodpWatchException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/**
 * A method that is called with events.
 *
 * @param bean the bean as other beans see it, possibly a proxy
 * @param beanClass class of the bean, without proxies
 * @param method the annotated method, of {@code beanClass} or a superclass; its
 * parameters determine the arguments
 * @param invocable the corresponding method to invoke on {@code bean}
 */
public record WatchedMethod(Object bean, Class<?> beanClass, Method method, Method invocable) {

	public static WatchedMethod of(Object bean, Method method) {
		return of(bean, AopProxyUtils.ultimateTargetClass(bean), method);
	}

	/**
	 * Determines how to call a method.
	 * @throws InvalidSodpWatchException if the bean's proxy does not have the method
	 */
	public static WatchedMethod of(Object bean, Class<?> beanClass, Method method) {
		IllegalStateException failure = null;
		for (Method variant : WatchMethods.variants(beanClass, method)) {
			try {
				return new WatchedMethod(bean, beanClass, method,
						AopUtils.selectInvocableMethod(variant, bean.getClass()));
			}
			catch (IllegalStateException ex) {
				failure = ex;
			}
		}
		throw new InvalidSodpWatchException(WatchMethods.describe(beanClass, method),
				"the bean is wrapped in a proxy that does not have the method",
				"Make it a public method of an interface that the bean implements, or let Spring proxy the class"
						+ " (spring.aop.proxy-target-class=true) and make the method at least package-private",
				failure);
	}

	public String description() {
		return WatchMethods.describe(this.beanClass, this.method);
	}

	public InvalidSodpWatchException invalid(String problem, String remedy) {
		return invalid(problem, remedy, null);
	}

	public InvalidSodpWatchException invalid(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidSodpWatchException(description(), problem, remedy, cause);
	}

}
