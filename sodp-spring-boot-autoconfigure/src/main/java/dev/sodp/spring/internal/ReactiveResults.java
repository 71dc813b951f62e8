// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Supports results of reactive types with at most one element, such as {@code Mono}. If
 * Reactor is absent, no result is reactive.
 */
final class ReactiveResults {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReactiveResults.class.getClassLoader());

	private ReactiveResults() {
	}

	static boolean isSingle(Class<?> type) {
		return REACTOR && WithReactor.isSingle(type);
	}

	static boolean isMany(Class<?> type) {
		return Flow.Publisher.class.isAssignableFrom(type) || (REACTOR && WithReactor.isMany(type));
	}

	/**
	 * Subscribes to a result for which {@link #isSingle} returns true.
	 * @param context completes Reactor's context
	 */
	static CompletionStage<@Nullable Object> toStage(Object result, UnaryOperator<Object> context) {
		return WithReactor.toStage(result, context);
	}

	/** Loaded only if Reactor is present. */
	private static final class WithReactor {

		private static final ReactiveAdapterRegistry registry = ReactiveAdapterRegistry.getSharedInstance();

		static boolean isSingle(Class<?> type) {
			ReactiveAdapter adapter = registry.getAdapter(type);
			return adapter != null && !adapter.isMultiValue();
		}

		static boolean isMany(Class<?> type) {
			return Publisher.class.isAssignableFrom(type) && !isSingle(type);
		}

		static CompletionStage<@Nullable Object> toStage(Object result, UnaryOperator<Object> context) {
			ReactiveAdapter adapter = registry.getAdapter(result.getClass());
			if (adapter == null) {
				throw new IllegalArgumentException(result.getClass().getName() + " is not a reactive type");
			}
			Mono<Object> mono = Mono.from(adapter.toPublisher(result));
			return mono.contextWrite((current) -> (Context) context.apply(current)).toFuture();
		}

	}

}
