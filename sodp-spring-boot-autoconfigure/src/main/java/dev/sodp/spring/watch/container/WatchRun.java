// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.sodp.client.StateChange;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchRequest;
import dev.sodp.spring.watch.SodpWatchInvocationException;
import dev.sodp.spring.watch.SodpWatchSpec;
import dev.sodp.spring.watch.container.ResultWriter.FailedWrite;
import dev.sodp.spring.watch.invocation.WatchEvent;
import dev.sodp.spring.watch.invocation.WatchEvents;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A watcher from its start to its stop: what it has seen and written in that time.
 */
final class WatchRun {

	private final WatchParts parts;

	private final SerialCalls serial;

	private final WatchActivity activity;

	private final WatchEvents events;

	private final ResultWriter writer;

	private volatile @Nullable Subscription subscription;

	private volatile boolean ended;

	WatchRun(WatchParts parts, SerialCalls serial, WatchActivity activity) {
		this.parts = parts;
		this.serial = serial;
		this.activity = activity;
		SodpWatchSpec spec = parts.spec();
		this.events = new WatchEvents(parts.client(), spec.path(), spec.sources());
		this.writer = new ResultWriter(parts.client(), parts.mapper(), parts.targets());
	}

	void start() {
		SodpWatchSpec spec = this.parts.spec();
		WatchRequest<JsonNode> request = WatchRequest
			.<JsonNode>asyncChanges(spec.keys(), JsonNode.class, this::onChange)
			.withParams(spec.params())
			.withDelivery(spec.delivery())
			.withExecutor(spec.executor());
		Subscription started = this.parts.client().watch(request);
		this.subscription = started;
		if (this.ended) {
			started.close();
		}
	}

	boolean isActive() {
		Subscription current = this.subscription;
		return !this.ended && (current == null || current.isActive());
	}

	/** No call begins afterwards. */
	void end() {
		this.ended = true;
		Subscription current = this.subscription;
		if (current != null) {
			current.close();
		}
	}

	private CompletionStage<?> onChange(StateChange<JsonNode> change) {
		Iterator<WatchEvent> changes = this.events.of(change);
		AtomicReference<@Nullable SodpWatchInvocationException> failures = new AtomicReference<>();
		CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
		this.writer.follow(change.meta());
		this.activity.begin();
		this.serial.run(new Calls(changes, failures)).whenComplete((done, none) -> {
			this.activity.end();
			SodpWatchInvocationException failure = failures.get();
			if (failure == null) {
				outcome.complete(null);
			}
			else {
				outcome.completeExceptionally(failure);
			}
		});
		return outcome;
	}

	private CompletableFuture<@Nullable Void> call(WatchEvent event,
			AtomicReference<@Nullable SodpWatchInvocationException> failures) {
		CompletableFuture<@Nullable Object> result;
		this.activity.enter();
		try {
			result = this.parts.calls().call(event);
		}
		finally {
			this.activity.leave();
		}
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		result.whenComplete((value, failure) -> {
			if (failure != null) {
				report(this.parts.failure(event.meta(), failure), failures);
				done.complete(null);
			}
			else {
				this.writer.write(value).whenComplete((failed, none) -> {
					report(event, failed, failures);
					done.complete(null);
				});
			}
		});
		return done;
	}

	private void report(WatchEvent event, List<FailedWrite> failed,
			AtomicReference<@Nullable SodpWatchInvocationException> failures) {
		failed.forEach((write) -> report(this.parts.failedWrite(event.meta(), write), failures));
	}

	/**
	 * What no handler takes goes on to the client, which reports one failure an event.
	 */
	private void report(SodpWatchInvocationException failure,
			AtomicReference<@Nullable SodpWatchInvocationException> failures) {
		if (handled(failure)) {
			return;
		}
		SodpWatchInvocationException first = failures.get();
		if (first != null) {
			first.addSuppressed(failure);
		}
		else {
			failures.set(failure);
		}
	}

	/** A handler may stop the watcher, or the context, as the method itself may. */
	private boolean handled(SodpWatchInvocationException failure) {
		this.activity.enter();
		try {
			return this.parts.handled(failure);
		}
		finally {
			this.activity.leave();
		}
	}

	/** The calls of one event; none any more once the watcher is stopped. */
	private final class Calls implements Iterator<Supplier<CompletableFuture<@Nullable Void>>> {

		private final Iterator<WatchEvent> events;

		private final AtomicReference<@Nullable SodpWatchInvocationException> failures;

		Calls(Iterator<WatchEvent> events, AtomicReference<@Nullable SodpWatchInvocationException> failures) {
			this.events = events;
			this.failures = failures;
		}

		@Override
		public boolean hasNext() {
			return !WatchRun.this.ended && this.events.hasNext();
		}

		@Override
		public Supplier<CompletableFuture<@Nullable Void>> next() {
			WatchEvent event = this.events.next();
			return () -> call(event, this.failures);
		}

	}

}
