// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.method;

import java.lang.reflect.Method;

import dev.sodp.spring.internal.BeanMethods;
import dev.sodp.spring.internal.Problem;
import dev.sodp.spring.watch.InvalidSodpWatchException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;

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
		try {
			return new WatchedMethod(bean, beanClass, method, BeanMethods.invocable(bean, beanClass, method));
		}
		catch (IllegalStateException ex) {
			throw new InvalidSodpWatchException(BeanMethods.describe(beanClass, method), BeanMethods.UNREACHABLE.text(),
					BeanMethods.UNREACHABLE.remedy(), ex);
		}
	}

	public String description() {
		return BeanMethods.describe(this.beanClass, this.method);
	}

	InvalidSodpWatchException invalid(Problem problem) {
		return invalid(problem.text(), problem.remedy());
	}

	public InvalidSodpWatchException invalid(String problem, String remedy) {
		return invalid(problem, remedy, null);
	}

	public InvalidSodpWatchException invalid(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidSodpWatchException(description(), problem, remedy, cause);
	}

}
