// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import dev.sodp.spring.watch.SodpWatchInvocationException;
import dev.sodp.spring.watch.invocation.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events of one change, delivered one after the other until none is left or the
 * watcher is stopped. Failures that no handler took go on to the client, which reports
 * one a change.
 */
final class ChangeDelivery implements SerialCalls.Series {

	private final Iterator<WatchEvent> events;

	private final EventDelivery delivery;

	private final BooleanSupplier stopped;

	private final CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();

	private volatile @Nullable SodpWatchInvocationException failure;

	ChangeDelivery(Iterator<WatchEvent> events, EventDelivery delivery, BooleanSupplier stopped) {
		this.events = events;
		this.delivery = delivery;
		this.stopped = stopped;
	}

	@Override
	public boolean hasNext() {
		return !this.stopped.getAsBoolean() && this.events.hasNext();
	}

	@Override
	public CompletableFuture<?> next() {
		return this.delivery.deliver(this.events.next()).thenAccept(this::add);
	}

	private void add(List<SodpWatchInvocationException> failures) {
		for (SodpWatchInvocationException each : failures) {
			SodpWatchInvocationException first = this.failure;
			if (first != null) {
				first.addSuppressed(each);
			}
			else {
				this.failure = each;
			}
		}
	}

	@Override
	public void end() {
		SodpWatchInvocationException first = this.failure;
		if (first == null) {
			this.outcome.complete(null);
		}
		else {
			this.outcome.completeExceptionally(first);
		}
	}

	/** For the client: completes when its next change of the key may come. */
	CompletionStage<?> outcome() {
		return this.outcome;
	}

}
