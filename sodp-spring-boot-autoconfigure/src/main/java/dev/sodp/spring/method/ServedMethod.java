// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.lang.reflect.Method;

import dev.sodp.spring.internal.BeanMethods;
import dev.sodp.spring.internal.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A bean method that clients can call.
 *
 * @param name the name that clients call
 * @param description names of bean and method, and parameter types
 * @param bean the bean as other beans see it, possibly a proxy
 * @param beanClass class of the bean, without proxies
 * @param method the annotated method, of {@code beanClass} or a superclass
 * @param invocable the corresponding method to invoke on {@code bean}
 */
record ServedMethod(String name, String description, Object bean, Class<?> beanClass, Method method, Method invocable) {

	/**
	 * Determines how to call a method.
	 * @throws InvalidSodpMethodException if the bean's proxy does not have the method
	 */
	static ServedMethod of(String name, String beanName, Object bean, Class<?> beanClass, Method method) {
		String description = BeanMethods.describe(beanClass, method) + " of bean '" + beanName + "'";
		try {
			return new ServedMethod(name, description, bean, beanClass, method,
					BeanMethods.invocable(bean, beanClass, method));
		}
		catch (IllegalStateException ex) {
			throw new InvalidSodpMethodException(description, BeanMethods.UNREACHABLE.text(),
					BeanMethods.UNREACHABLE.remedy(), ex);
		}
	}

	InvalidSodpMethodException invalid(String problem, String remedy) {
		return invalid(problem, remedy, null);
	}

	InvalidSodpMethodException invalid(Problem problem) {
		return invalid(problem.text(), problem.remedy(), null);
	}

	InvalidSodpMethodException invalid(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidSodpMethodException(this.description, problem, remedy, cause);
	}

}
