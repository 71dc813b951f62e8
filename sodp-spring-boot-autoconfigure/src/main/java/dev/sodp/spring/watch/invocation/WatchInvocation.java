// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import dev.sodp.spring.watch.method.WatchedMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a watching method. Arguments follow the method of the bean's class, also where
 * the bean is a proxy that knows only an interface, so that annotations and generic types
 * are found where users write them.
 */
final class WatchInvocation extends InvocableHandlerMethod implements WatchHandler {

	private final WatchedMethod watched;

	WatchInvocation(WatchedMethod watched) {
		super(watched.bean(), watched.method());
		this.watched = watched;
		ReflectionUtils.makeAccessible(watched.invocable());
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.watched.beanClass();
	}

	@Override
	public CompletionStage<@Nullable Object> handle(WatchEvent event) throws Exception {
		return WatchResults.toStage(invoke(new WatchMessage(event)));
	}

	@Override
	public Type resultType() {
		return WatchResults.valueType(this.watched);
	}

	@Override
	protected @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
		Method method = this.watched.invocable();
		try {
			return method.invoke(this.watched.bean(), args);
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
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
