// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.SodpWatchInterceptor;
import dev.sodp.spring.watch.SodpWatchInvocationListener;
import dev.sodp.spring.watch.SodpWatchSpec;
import dev.sodp.spring.watch.invocation.WatchEvent;
import dev.sodp.spring.watch.invocation.WatchHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watcher calls, with interceptors around it and listeners notified of its end.
 */
final class InterceptedHandler implements WatchHandler {

	private static final Logger logger = LoggerFactory.getLogger(InterceptedHandler.class);

	private final SodpWatchSpec spec;

	private final WatchHandler handler;

	private final List<SodpWatchInterceptor> interceptors;

	private final List<SodpWatchInvocationListener> listeners;

	InterceptedHandler(SodpWatchSpec spec, WatchHandler handler, List<SodpWatchInterceptor> interceptors,
			List<SodpWatchInvocationListener> listeners) {
		this.spec = spec;
		this.handler = handler;
		this.interceptors = interceptors;
		this.listeners = listeners;
	}

	/** Does not throw: whatever goes wrong is in the future. */
	@Override
	public CompletableFuture<@Nullable Object> handle(WatchEvent event) {
		long start = System.nanoTime();
		CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
		// Not a dependent stage: that would wrap the exception once more.
		begin(event).whenComplete((result, failure) -> {
			Throwable cause = unwrap(failure);
			notifyListeners(start, cause);
			if (cause == null) {
				outcome.complete(result);
			}
			else {
				outcome.completeExceptionally(cause);
			}
		});
		return outcome;
	}

	private CompletionStage<@Nullable Object> begin(WatchEvent event) {
		try {
			CompletionStage<@Nullable Object> stage = new InterceptedCall(event, 0).proceed();
			return (stage != null) ? stage : CompletableFuture.completedFuture(null);
		}
		catch (Exception | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private void notifyListeners(long start, @Nullable Throwable failure) {
		if (this.listeners.isEmpty()) {
			return;
		}
		Duration duration = Duration.ofNanos(Math.max(0, System.nanoTime() - start));
		SodpWatchInvocationListener.Invocation invocation = new SodpWatchInvocationListener.Invocation(this.spec.id(),
				this.spec.client(), duration, failure);
		for (SodpWatchInvocationListener listener : this.listeners) {
			try {
				listener.invoked(invocation);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("Invocation listener {} failed; the remaining listeners are still notified",
						listener.getClass().getName(), ex);
			}
		}
	}

	/** The call as one interceptor sees it. */
	private final class InterceptedCall implements SodpWatchInterceptor.Call {

		private final WatchEvent event;

		private final int depth;

		InterceptedCall(WatchEvent event, int depth) {
			this.event = event;
			this.depth = depth;
		}

		@Override
		public String watcherId() {
			return InterceptedHandler.this.spec.id();
		}

		@Override
		public String client() {
			return InterceptedHandler.this.spec.client();
		}

		@Override
		public WatchMeta meta() {
			return this.event.meta();
		}

		@Override
		public CompletionStage<@Nullable Object> proceed() throws Exception {
			List<SodpWatchInterceptor> all = InterceptedHandler.this.interceptors;
			if (this.depth == all.size()) {
				return InterceptedHandler.this.handler.handle(this.event);
			}
			return all.get(this.depth).intercept(new InterceptedCall(this.event, this.depth + 1));
		}

	}

}
