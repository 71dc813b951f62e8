// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ClientError;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.KeyEvent;
import dev.sodp.internal.Turn;
import dev.sodp.state.ValueConverter;
import org.jspecify.annotations.Nullable;

/**
 * The way of one key's values to one callback: in order, one at a time, on the callback
 * executor. Bounded: behind a callback that is too slow values are merged into one, as
 * the {@link DeliveryMode} says.
 *
 * @param <T> type of the values
 */
final class Delivery<T> implements Registration {

	/** Events that wait for the callback before further ones are merged. */
	static final int CAPACITY = 1024;

	private static final int BATCH = 64;

	/** When an executor that has refused is asked again. */
	static final int REFUSED_DELAY_MILLIS = 500;

	private static final CompletableFuture<@Nullable Object> DONE = CompletableFuture.completedFuture(null);

	private final String key;

	private final ValueConverter<T> converter;

	private final WatchTarget<T> target;

	private final Executor executor;

	private final DeliveryMeter meter;

	private final Consumer<ClientError> errors;

	private final Consumer<Delivery<T>> onClose;

	private final ReentrantLock queueLock = new ReentrantLock();

	private final WaitingEvents queue;

	/** Whether something is remembered from one event to the next. */
	private final boolean remembers;

	private Runnable idle = () -> {
	};

	/** Whether the key did not exist any longer when the last event was accepted. */
	private volatile boolean gone;

	/** Number of events in the queue, for those who do not have its lock. */
	private volatile int waiting;

	/** Of a task of the executor, or of a stage that a callback returned. */
	private final Turn turn = new Turn(() -> this.waiting > 0);

	private volatile boolean ended;

	/** Whether the executor has refused since the last event was delivered. */
	private volatile boolean refused;

	Delivery(String key, ValueConverter<T> converter, WatchTarget<T> target, DeliveryMode mode, Executor executor,
			DeliveryMeter meter, Consumer<ClientError> errors, Consumer<Delivery<T>> onClose) {
		this.key = key;
		this.converter = converter;
		this.target = target;
		this.executor = executor;
		this.meter = meter;
		this.errors = errors;
		this.onClose = onClose;
		this.remembers = target.wantsOps() || converter.wantsOps();
		this.queue = new WaitingEvents((mode == DeliveryMode.LATEST) ? 1 : CAPACITY, this.remembers);
	}

	/**
	 * Has an action run whenever there is nothing to deliver any longer, by the thread
	 * that delivered. To be called before the first event.
	 */
	void whenIdle(Runnable action) {
		this.idle = action;
	}

	/** Whether another one could take its place with the next event. */
	boolean isDisposable() {
		return this.waiting == 0 && !this.turn.isTaken() && (this.gone || !this.remembers);
	}

	@Override
	public String key() {
		return this.key;
	}

	@Override
	public void accept(KeyEvent event) {
		this.queueLock.lock();
		try {
			if (!this.ended && !this.queue.add(event)) {
				this.meter.merged();
			}
			this.gone = !event.meta().initialized();
			this.waiting = this.queue.size();
		}
		finally {
			this.queueLock.unlock();
		}
	}

	@Override
	public void wake(String ofKey) {
		wake();
	}

	void wake() {
		if (this.waiting > 0 && this.turn.take()) {
			schedule();
		}
	}

	/**
	 * An executor that refuses must not end the delivery of this key: what waits is tried
	 * again a little later.
	 */
	private void schedule() {
		try {
			this.executor.execute(this::drain);
		}
		catch (Throwable ex) {
			this.turn.giveBack();
			this.idle.run();
			if (!this.ended) {
				if (!this.refused) {
					this.refused = true;
					this.errors.accept(new ClientError(Source.CALLBACK, null, this.key, null,
							"The callback executor refuses to run the callback of '" + this.key + "', trying again",
							ex));
				}
				CompletableFuture.delayedExecutor(REFUSED_DELAY_MILLIS, TimeUnit.MILLISECONDS).execute(this::wake);
			}
		}
	}

	/**
	 * Goes on for a while only, so that a busy key does not keep others from the
	 * executor.
	 */
	private void drain() {
		this.refused = false;
		for (int i = 0; i < BATCH; i++) {
			KeyEvent event = next();
			if (event == null) {
				this.idle.run();
				return;
			}
			CompletableFuture<?> done = invoke(event);
			if (!done.isDone()) {
				done.whenComplete((result, failure) -> {
					reportFailure(event.meta(), failure);
					schedule();
				});
				return;
			}
			if (done.isCompletedExceptionally()) {
				done.whenComplete((result, failure) -> reportFailure(event.meta(), failure));
			}
		}
		schedule();
	}

	/** The next event; if there is none, null after giving the turn back. */
	private @Nullable KeyEvent next() {
		KeyEvent event;
		do {
			event = poll();
		}
		while (event == null && this.turn.retake());
		return event;
	}

	private @Nullable KeyEvent poll() {
		this.queueLock.lock();
		try {
			KeyEvent event = this.queue.poll();
			this.waiting = this.queue.size();
			return event;
		}
		finally {
			this.queueLock.unlock();
		}
	}

	/**
	 * Whatever application code throws, errors included, must not end the delivery of
	 * this key.
	 */
	private CompletableFuture<?> invoke(KeyEvent event) {
		T value;
		try {
			value = this.converter.convert(event.value(), event.ops());
		}
		catch (Throwable ex) {
			this.target.missed();
			report(event.meta(), "The value of '" + this.key + "' does not fit the type of its watch", ex);
			return DONE;
		}
		if (this.ended) {
			return DONE;
		}
		this.meter.delivering(event);
		try {
			CompletionStage<?> stage = this.target.call(value, event);
			return (stage != null) ? toFuture(stage) : DONE;
		}
		catch (Throwable ex) {
			reportFailure(event.meta(), ex);
			return DONE;
		}
	}

	/**
	 * Not every stage can be converted, and what the JDK hands out as a mere stage is a
	 * subclass of {@link CompletableFuture} that refuses to be asked.
	 */
	private static CompletableFuture<?> toFuture(CompletionStage<?> stage) {
		if (stage.getClass() == CompletableFuture.class) {
			return (CompletableFuture<?>) stage;
		}
		CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
		stage.whenComplete((result, failure) -> {
			if (failure != null) {
				future.completeExceptionally(failure);
			}
			else {
				future.complete(null);
			}
		});
		return future;
	}

	private void reportFailure(WatchMeta meta, @Nullable Throwable failure) {
		if (failure != null) {
			String reason = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getName();
			report(meta, "The callback of '" + this.key + "' failed: " + reason, failure);
		}
	}

	private void report(WatchMeta meta, String message, Throwable cause) {
		this.errors.accept(new ClientError(Source.CALLBACK, null, this.key, meta.version(), message, cause));
	}

	@Override
	public int waiting() {
		return this.waiting;
	}

	@Override
	public void end() {
		this.queueLock.lock();
		try {
			this.ended = true;
			this.queue.clear();
			this.waiting = 0;
		}
		finally {
			this.queueLock.unlock();
		}
	}

	@Override
	public List<String> keys() {
		return List.of(this.key);
	}

	@Override
	public boolean isActive() {
		return !this.ended;
	}

	@Override
	public void close() {
		end();
		this.onClose.accept(this);
	}

}
