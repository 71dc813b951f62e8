// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.spring.watch.SodpWatchInvocationException;
import dev.sodp.spring.watch.invocation.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is done with one event: the method is called, what it returned is written, what
 * failed is reported.
 */
final class EventDelivery {

	private final InterceptedHandler handler;

	private final ResultWriter writer;

	private final WatchFailures failures;

	private final WatchActivity activity;

	EventDelivery(InterceptedHandler handler, ResultWriter writer, WatchFailures failures, WatchActivity activity) {
		this.handler = handler;
		this.writer = writer;
		this.failures = failures;
		this.activity = activity;
	}

	/**
	 * Delivers an event. Does not throw.
	 * @return completes when the next event may come, with the failures that no error
	 * handler took
	 */
	CompletableFuture<List<SodpWatchInvocationException>> deliver(WatchEvent event) {
		return this.activity.calling(() -> this.handler.handle(event))
			.handle((result, failure) -> (failure == null) ? write(event, result)
					: CompletableFuture.completedFuture(List.of(this.failures.ofCall(event, failure))))
			.thenCompose(Function.identity())
			.thenApply(this.failures::unhandled);
	}

	private CompletableFuture<List<SodpWatchInvocationException>> write(WatchEvent event, @Nullable Object result) {
		return this.writer.write(result)
			.thenApply((failed) -> failed.stream().map((write) -> this.failures.ofWrite(event, write)).toList());
	}

}
