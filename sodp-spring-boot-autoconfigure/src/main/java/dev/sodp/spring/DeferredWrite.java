// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sodp.client.SodpNotSentException;

import org.springframework.transaction.support.TransactionSynchronization;

/**
 * A write that is sent once its transaction has committed. Synchronizations are invoked
 * in the order of their registration, which is the order of the writes.
 *
 * @param <T> type of the write's result
 */
final class DeferredWrite<T> implements TransactionSynchronization {

	private final Supplier<CompletableFuture<T>> write;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	/**
	 * Savepoints created after this write: rolling back to one of them does not affect
	 * it.
	 */
	private final List<Object> laterSavepoints = new ArrayList<>();

	private boolean over;

	DeferredWrite(Supplier<CompletableFuture<T>> write) {
		this.write = write;
	}

	CompletableFuture<T> future() {
		return this.future;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.laterSavepoints.add(savepoint);
	}

	@Override
	public void savepointRollback(Object savepoint) {
		if (!this.laterSavepoints.contains(savepoint)) {
			drop("its nested transaction was rolled back");
		}
	}

	@Override
	public void afterCommit() {
		send();
	}

	/**
	 * Sends writes made while the transaction was being committed, too late for
	 * {@link #afterCommit()}.
	 */
	@Override
	public void afterCompletion(int status) {
		switch (status) {
			case STATUS_COMMITTED -> send();
			case STATUS_ROLLED_BACK -> drop("its transaction was rolled back");
			default -> drop("whether its transaction was committed is unknown");
		}
	}

	private void send() {
		if (this.over || this.future.isDone()) {
			return;
		}
		this.over = true;
		try {
			CompletableFuture<T> sent = this.write.get();
			sent.whenComplete((result, failure) -> {
				if (failure != null) {
					this.future.completeExceptionally(failure);
				}
				else {
					this.future.complete(result);
				}
			});
		}
		catch (RuntimeException ex) {
			this.future.completeExceptionally(ex);
		}
	}

	private void drop(String why) {
		if (!this.over) {
			this.over = true;
			this.future.completeExceptionally(new SodpNotSentException("The write was not sent: " + why, null));
		}
	}

}
