// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes, conditional or not, that wait for the transaction bound to the calling thread
 * to commit. Loaded only if Spring's transaction support is on the class path.
 *
 * @param writes sends them
 */
record AfterCommitWrites(SodpWrites writes) implements SodpWrites {

	static <T> CompletableFuture<T> defer(Supplier<CompletableFuture<T>> write) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| !TransactionSynchronizationManager.isActualTransactionActive()) {
			return write.get();
		}
		DeferredWrite<T> deferred = new DeferredWrite<>(write);
		TransactionSynchronizationManager.registerSynchronization(deferred);
		return deferred.future();
	}

	@Override
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return defer(() -> this.writes.set(key, value));
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return defer(() -> this.writes.patch(key, patch));
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return defer(() -> this.writes.setIn(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return defer(() -> this.writes.removeIn(key, path));
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return defer(() -> this.writes.delete(key));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return defer(() -> this.writes.append(key, value));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return defer(() -> this.writes.append(key, value, maxLength));
	}

}
