// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChange;
import dev.sodp.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A single subscriber to the changes of a key. Back-pressure is left to the watch: it
 * starts with the first request and, after a change that exhausts the demand, waits until
 * there is more, conflating whatever arrives in the meantime.
 *
 * @param <T> type of the values
 */
final class ChangeSubscription<T> implements Flow.Subscription {

	private static final CompletableFuture<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

	private final Flow.Subscriber<? super StateChange<T>> subscriber;

	private final Function<AsyncStateChangeListener<T>, Subscription> watching;

	private final Consumer<ChangeSubscription<T>> onEnd;

	private final ReentrantLock stateLock = new ReentrantLock();

	private long demand;

	private boolean begun;

	private boolean ended;

	/** Whether {@code onNext} is running; no other signal may be sent meanwhile. */
	private boolean signalling;

	/** The last signal, kept until {@code onNext} has returned. */
	private @Nullable Runnable lastSignal;

	/** What the watch waits for while there is no demand. */
	private @Nullable CompletableFuture<@Nullable Void> moreDemand;

	private @Nullable Subscription watch;

	ChangeSubscription(Flow.Subscriber<? super StateChange<T>> subscriber,
			Function<AsyncStateChangeListener<T>, Subscription> watching, Consumer<ChangeSubscription<T>> onEnd) {
		this.subscriber = subscriber;
		this.watching = watching;
		this.onEnd = onEnd;
	}

	@Override
	public void request(long n) {
		if (n <= 0) {
			end(() -> this.subscriber.onError(
					new IllegalArgumentException("A subscriber must request at least one element (was " + n + ")")));
			return;
		}
		boolean first;
		CompletableFuture<@Nullable Void> awaited;
		this.stateLock.lock();
		try {
			if (this.ended) {
				return;
			}
			this.demand = (n > Long.MAX_VALUE - this.demand) ? Long.MAX_VALUE : this.demand + n;
			first = !this.begun;
			this.begun = true;
			awaited = this.moreDemand;
			this.moreDemand = null;
		}
		finally {
			this.stateLock.unlock();
		}
		if (first) {
			begin();
		}
		else if (awaited != null) {
			awaited.complete(null);
		}
	}

	private void begin() {
		Subscription opened;
		try {
			opened = this.watching.apply(this::onChange);
		}
		catch (RuntimeException ex) {
			end(() -> this.subscriber.onError(ex));
			return;
		}
		boolean late;
		this.stateLock.lock();
		try {
			late = this.ended;
			this.watch = opened;
		}
		finally {
			this.stateLock.unlock();
		}
		if (late) {
			opened.close();
		}
	}

	private CompletionStage<?> onChange(StateChange<T> change) {
		this.stateLock.lock();
		try {
			if (this.ended) {
				return DONE;
			}
			this.signalling = true;
			if (this.demand != Long.MAX_VALUE) {
				this.demand--;
			}
		}
		finally {
			this.stateLock.unlock();
		}
		try {
			this.subscriber.onNext(change);
		}
		catch (Throwable ex) {
			cancel();
			throw ex;
		}
		return afterChange();
	}

	private CompletionStage<?> afterChange() {
		Runnable signal;
		this.stateLock.lock();
		try {
			this.signalling = false;
			if (!this.ended && this.demand == 0) {
				this.moreDemand = new CompletableFuture<>();
				return this.moreDemand;
			}
			signal = this.lastSignal;
		}
		finally {
			this.stateLock.unlock();
		}
		if (signal != null) {
			signal.run();
		}
		return DONE;
	}

	@Override
	public void cancel() {
		end(null);
	}

	/** Ends the subscription because no more changes will come. */
	void complete() {
		end(this.subscriber::onComplete);
	}

	private void end(@Nullable Runnable signal) {
		Subscription opened;
		CompletableFuture<@Nullable Void> awaited;
		boolean now;
		this.stateLock.lock();
		try {
			if (this.ended) {
				return;
			}
			this.ended = true;
			opened = this.watch;
			awaited = this.moreDemand;
			now = !this.signalling;
			this.lastSignal = now ? null : signal;
		}
		finally {
			this.stateLock.unlock();
		}
		this.onEnd.accept(this);
		if (opened != null) {
			opened.close();
		}
		if (awaited != null) {
			awaited.complete(null);
		}
		if (now && signal != null) {
			signal.run();
		}
	}

}
