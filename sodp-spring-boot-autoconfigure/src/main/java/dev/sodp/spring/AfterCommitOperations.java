// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Write operations that wait for the transaction bound to the calling thread to commit.
 * Loaded only if Spring's transaction support is on the class path.
 */
final class AfterCommitOperations implements SodpWriteOperations {

	private final SodpWriteOperations operations;

	AfterCommitOperations(SodpWriteOperations operations) {
		this.operations = operations;
	}

	private static <T> CompletableFuture<T> defer(Supplier<CompletableFuture<T>> write) {
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
		return defer(() -> this.operations.set(key, value));
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return defer(() -> this.operations.patch(key, patch));
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return defer(() -> this.operations.setIn(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return defer(() -> this.operations.removeIn(key, path));
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return defer(() -> this.operations.delete(key));
	}

	@Override
	public CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value) {
		return defer(() -> this.operations.presence(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String key, String path) {
		return defer(() -> this.operations.clearPresence(key, path));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return defer(() -> this.operations.append(key, value));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return defer(() -> this.operations.append(key, value, maxLength));
	}

	@Override
	public CompletableFuture<JsonNode> call(String method, Object args) {
		return defer(() -> this.operations.call(method, args));
	}

}
