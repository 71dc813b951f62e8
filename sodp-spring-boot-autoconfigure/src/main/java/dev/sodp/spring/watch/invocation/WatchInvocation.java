// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import dev.sodp.spring.internal.AwaitedResults;
import dev.sodp.spring.internal.BeanInvocation;
import dev.sodp.spring.watch.method.WatchedMethod;
import org.jspecify.annotations.Nullable;

/**
 * Calls a watching method.
 */
final class WatchInvocation extends BeanInvocation implements WatchHandler {

	private final WatchedMethod watched;

	WatchInvocation(WatchedMethod watched) {
		super(watched.bean(), watched.beanClass(), watched.method(), watched.invocable());
		this.watched = watched;
	}

	@Override
	public CompletionStage<@Nullable Object> handle(WatchEvent event) throws Exception {
		return AwaitedResults.toStage(invoke(new WatchMessage(event)));
	}

	@Override
	public Type resultType() {
		return AwaitedResults.valueType(this.watched.method(), this.watched.beanClass());
	}

}
