// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.spring.internal.ValueTypes;
import dev.sodp.spring.watch.InvalidSodpWatchException;
import dev.sodp.spring.watch.method.WatchMethods;
import dev.sodp.spring.watch.method.WatchedMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Determines what methods may return, and how the next event waits for it.
 */
final class WatchResults {

	private WatchResults() {
	}

	/**
	 * Rejects return types that nothing could be done with.
	 * @throws InvalidSodpWatchException if the return type is not supported; the message
	 * says what to return instead
	 */
	static void check(WatchedMethod method) {
		Class<?> type = method.method().getReturnType();
		boolean sendTo = WatchMethods.hasSendTo(method.method());
		if (ReactiveResults.isMany(type)) {
			throw method.invalid("it returns a " + type.getSimpleName() + ", which may hold any number of results",
					"Return void, or a CompletionStage or Mono that completes when the next event may come");
		}
		boolean later = isLater(type);
		Class<?> value = later ? awaitedType(method).resolve() : type;
		boolean nothing = value == void.class || value == Void.class;
		if (sendTo && nothing) {
			throw method.invalid("it does not return a value that @SendTo could write",
					"Return the value to write, or a CompletionStage or Mono of it, or remove @SendTo");
		}
		if (!sendTo && !later && !nothing) {
			throw method.invalid("the " + type.getSimpleName() + " it returns would be ignored",
					"Return void, or a CompletionStage that completes when the next event may come, or add"
							+ " @SendTo(\"other.key\") to write the result there");
		}
	}

	private static boolean isLater(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || ReactiveResults.isSingle(type);
	}

	/**
	 * Returns the declared type of what a method returns, at once or later, whether or
	 * not it is optional.
	 */
	static Type valueType(WatchedMethod method) {
		ResolvableType awaited = awaitedType(method);
		return ValueTypes.toJavaType((awaited.resolve() == Optional.class) ? awaited.getGeneric() : awaited);
	}

	private static ResolvableType awaitedType(WatchedMethod method) {
		ResolvableType returned = ResolvableType.forMethodReturnType(method.method(), method.beanClass());
		Class<?> type = returned.resolve(Object.class);
		if (CompletionStage.class.isAssignableFrom(type)) {
			return returned.as(CompletionStage.class).getGeneric();
		}
		return ReactiveResults.isSingle(type) ? returned.getGeneric() : returned;
	}

	/** Returns the result of a method as a stage to wait for. */
	@SuppressWarnings("unchecked")
	static CompletionStage<@Nullable Object> toStage(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return (CompletionStage<@Nullable Object>) stage;
		}
		if (result != null && ReactiveResults.isSingle(result.getClass())) {
			return ReactiveResults.toStage(result);
		}
		return CompletableFuture.completedFuture(result);
	}

}
