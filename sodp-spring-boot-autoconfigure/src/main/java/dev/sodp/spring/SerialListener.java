// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChange;
import org.jspecify.annotations.Nullable;

/**
 * Passes the changes of many keys to a listener that takes one at a time. No more of them
 * wait than there are keys, because the next change of a key waits for the stage of the
 * one before.
 *
 * @param <T> type of the values
 */
final class SerialListener<T> implements AsyncStateChangeListener<T> {

	private final AsyncStateChangeListener<T> listener;

	private final Executor executor;

	/** Guards {@link #last}. */
	private final ReentrantLock lock = new ReentrantLock();

	private CompletableFuture<@Nullable Object> last = CompletableFuture.completedFuture(null);

	SerialListener(AsyncStateChangeListener<T> listener, Executor executor) {
		this.listener = listener;
		this.executor = executor;
	}

	@Override
	public CompletionStage<?> onChange(StateChange<T> change) {
		this.lock.lock();
		try {
			CompletableFuture<@Nullable Object> done = this.last.<@Nullable Object>handle((result, failure) -> null)
				.thenComposeAsync((nothing) -> call(change), this.executor);
			this.last = done;
			return done;
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletionStage<@Nullable Object> call(StateChange<T> change) {
		try {
			return this.listener.onChange(change).thenApply((result) -> null);
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
