// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * What methods return, at once or later: as a {@link CompletionStage} or a reactive type
 * with at most one element.
 */
public final class AwaitedResults {

	private AwaitedResults() {
	}

	/**
	 * Returns whether a result holds any number of elements, one after the other.
	 * @param type return type of a method
	 * @return true if it is a publisher of many
	 */
	public static boolean isMany(Class<?> type) {
		return ReactiveResults.isMany(type);
	}

	/**
	 * Returns whether a result is still to come.
	 * @param type return type of a method
	 * @return true if it is a stage or a publisher of one
	 */
	public static boolean isLater(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || ReactiveResults.isSingle(type);
	}

	/**
	 * Returns the declared type of what a method returns, at once or later.
	 * @param method the method
	 * @param beanClass class of the bean, without proxies
	 * @return the type
	 */
	public static ResolvableType type(Method method, Class<?> beanClass) {
		ResolvableType returned = ResolvableType.forMethodReturnType(method, beanClass);
		Class<?> type = returned.resolve(Object.class);
		if (CompletionStage.class.isAssignableFrom(type)) {
			return returned.as(CompletionStage.class).getGeneric();
		}
		return ReactiveResults.isSingle(type) ? returned.getGeneric() : returned;
	}

	/**
	 * Returns the declared type of the value that a method returns, at once or later,
	 * whether or not it is optional.
	 * @param method the method
	 * @param beanClass class of the bean, without proxies
	 * @return the type for Jackson
	 */
	public static Type valueType(Method method, Class<?> beanClass) {
		ResolvableType awaited = type(method, beanClass);
		return ValueTypes.toJavaType((awaited.resolve() == Optional.class) ? awaited.getGeneric() : awaited);
	}

	/**
	 * Returns the result of a method as a stage to wait for.
	 * @param result what the method returned
	 * @return the stage
	 */
	public static CompletionStage<@Nullable Object> toStage(@Nullable Object result) {
		return toStage(result, UnaryOperator.identity());
	}

	/**
	 * Returns the result of a method as a stage to wait for.
	 * @param result what the method returned
	 * @param context completes Reactor's context, if the result is reactive
	 * @return the stage
	 */
	@SuppressWarnings("unchecked")
	public static CompletionStage<@Nullable Object> toStage(@Nullable Object result, UnaryOperator<Object> context) {
		if (result instanceof CompletionStage<?> stage) {
			return (CompletionStage<@Nullable Object>) stage;
		}
		if (result != null && ReactiveResults.isSingle(result.getClass())) {
			return ReactiveResults.toStage(result, context);
		}
		return CompletableFuture.completedFuture(result);
	}

}
