// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChange;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.internal.Turn;
import dev.sodp.spring.PrefixState.Converted;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the values of all keys with a prefix to one listener: one call at a time, always
 * with the latest map, so that nothing waits behind a listener that is too slow.
 *
 * @param <V> type of the values of the keys
 */
final class PrefixSubscription<V> implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(SodpState.class);

	/** After so many calls, other tasks of the executor have their turn. */
	private static final int BATCH = 64;

	private static final int REFUSED_DELAY_MILLIS = 500;

	private final PrefixState<V> state;

	private final AsyncStateChangeListener<Map<String, V>> listener;

	private final Executor executor;

	private final Consumer<PrefixSubscription<V>> onClose;

	private final Turn turn = new Turn(this::isBehind);

	/** Whether what the listener receives first was known before it was registered. */
	private boolean cached;

	/** Number of the view that was delivered last, or that could not be converted. */
	private volatile long seen;

	/** Belongs to whoever has the turn. */
	private @Nullable Converted<V> delivered;

	private volatile boolean closed;

	/** Whether the executor has refused since the last call. */
	private volatile boolean refused;

	PrefixSubscription(PrefixState<V> state, AsyncStateChangeListener<Map<String, V>> listener, Executor executor,
			Consumer<PrefixSubscription<V>> onClose) {
		this.state = state;
		this.listener = listener;
		this.executor = executor;
		this.onClose = onClose;
		this.cached = state.view().complete();
	}

	private boolean isBehind() {
		PrefixView latest = this.state.view();
		return !this.closed && latest.complete() && latest.number() != this.seen;
	}

	/** To be called after every change. */
	void wake() {
		if (isBehind() && this.turn.take()) {
			schedule();
		}
	}

	private void schedule() {
		try {
			this.executor.execute(this::drain);
		}
		catch (RuntimeException | Error ex) {
			this.turn.giveBack();
			if (this.closed) {
				return;
			}
			if (!this.refused) {
				this.refused = true;
				logger.warn("The executor refuses to notify a listener of {}, trying again", this.state, ex);
			}
			CompletableFuture.delayedExecutor(REFUSED_DELAY_MILLIS, TimeUnit.MILLISECONDS).execute(this::wake);
		}
	}

	private void drain() {
		this.refused = false;
		for (int i = 0; i < BATCH; i++) {
			if (!isBehind() && !this.turn.retake()) {
				return;
			}
			CompletableFuture<?> done = deliver();
			if (!done.isDone()) {
				done.whenComplete((result, failure) -> {
					report(failure);
					schedule();
				});
				return;
			}
			done.whenComplete((result, failure) -> report(failure));
		}
		schedule();
	}

	private CompletableFuture<?> deliver() {
		try {
			Converted<V> latest = this.state.converted();
			PrefixView view = latest.view();
			if (!view.complete() || view.number() == this.seen) {
				return CompletableFuture.completedFuture(null);
			}
			int merged = (this.seen != 0) ? (int) Math.max(0, view.number() - this.seen - 1) : 0;
			this.seen = view.number();
			Map<String, V> current = latest.get();
			Converted<V> before = this.delivered;
			this.delivered = latest;
			return this.listener.onChange(change(before, current, view, merged)).toCompletableFuture();
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private StateChange<Map<String, V>> change(@Nullable Converted<V> before, @Nullable Map<String, V> current,
			PrefixView view, int merged) {
		Source source = this.cached ? Source.CACHE : view.source();
		this.cached = false;
		WatchMeta meta = new WatchMeta(this.state.key(), view.version(), true, source, merged);
		return StateChange.of((before != null) ? before.map() : null, current, meta, () -> (before != null)
				? view.opsSince(before.view()) : List.of(DeltaOp.add(StatePath.ROOT.toString(), view.values())));
	}

	private void report(@Nullable Throwable failure) {
		if (failure != null && !this.closed) {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			logger.warn("A listener of {} could not be notified of a change or failed", this.state, cause);
		}
	}

	@Override
	public List<String> keys() {
		return List.of(this.state.key());
	}

	@Override
	public boolean isActive() {
		return !this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		this.onClose.accept(this);
	}

}
