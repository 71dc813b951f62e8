// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import dev.sodp.spring.internal.AwaitedResults;
import dev.sodp.spring.watch.InvalidSodpWatchException;
import dev.sodp.spring.watch.method.WatchMethods;
import dev.sodp.spring.watch.method.WatchedMethod;

/**
 * Determines what methods may return.
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
		if (AwaitedResults.isMany(type)) {
			throw method.invalid("it returns a " + type.getSimpleName() + ", which may hold any number of results",
					"Return void, or a CompletionStage or Mono that completes when the next event may come");
		}
		boolean later = AwaitedResults.isLater(type);
		Class<?> value = later ? AwaitedResults.type(method.method(), method.beanClass()).resolve() : type;
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

}
