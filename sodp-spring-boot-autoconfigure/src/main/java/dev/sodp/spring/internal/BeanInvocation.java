// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a method of a bean. Arguments follow the method of the bean's class, also where
 * the bean is a proxy that knows only an interface, so that annotations and generic types
 * are found where users write them.
 */
public abstract class BeanInvocation extends InvocableHandlerMethod {

	private final Object target;

	private final Class<?> beanClass;

	private final Method invocable;

	/**
	 * Creates an invocation.
	 * @param bean the bean as other beans see it, possibly a proxy
	 * @param beanClass class of the bean, without proxies
	 * @param method the annotated method; its parameters determine the arguments
	 * @param invocable the corresponding method to invoke on {@code bean}
	 */
	protected BeanInvocation(Object bean, Class<?> beanClass, Method method, Method invocable) {
		super(bean, method);
		this.target = bean;
		this.beanClass = beanClass;
		this.invocable = invocable;
		ReflectionUtils.makeAccessible(invocable);
	}

	@Override
	protected final Class<?> getContainingClass() {
		return this.beanClass;
	}

	@Override
	protected final @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
		try {
			return this.invocable.invoke(this.target, args);
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getTargetException();
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (thrown instanceof Exception exception) ? exception : new IllegalStateException(thrown);
		}
	}

	@Override
	public final boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public final int hashCode() {
		return System.identityHashCode(this);
	}

}
