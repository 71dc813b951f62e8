// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Write operations that wait for the transaction bound to the calling thread to commit.
 * Loaded only if Spring's transaction support is on the class path.
 */
final class AfterCommitOperations implements SodpWriteOperations {

	private final SodpWriteOperations operations;

	private final AfterCommitWrites writes;

	AfterCommitOperations(SodpWriteOperations operations) {
		this.operations = operations;
		this.writes = new AfterCommitWrites(operations);
	}

	@Override
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return this.writes.set(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return this.writes.patch(key, patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return this.writes.setIn(key, path, value);
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return this.writes.removeIn(key, path);
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return this.writes.delete(key);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return this.writes.append(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return this.writes.append(key, value, maxLength);
	}

	@Override
	public SodpWrites ifVersion(long version) {
		return new AfterCommitWrites(this.operations.ifVersion(version));
	}

	@Override
	public SodpWrites ifAbsent() {
		return new AfterCommitWrites(this.operations.ifAbsent());
	}

	@Override
	public <T> CompletableFuture<UpdateResult<T>> update(String key, Class<T> type,
			UnaryOperator<@Nullable T> function) {
		return AfterCommitWrites.defer(() -> this.operations.update(key, type, function));
	}

	@Override
	public <T> CompletableFuture<UpdateResult<T>> update(String key, TypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return AfterCommitWrites.defer(() -> this.operations.update(key, type, function));
	}

	@Override
	public CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value) {
		return AfterCommitWrites.defer(() -> this.operations.presence(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String key, String path) {
		return AfterCommitWrites.defer(() -> this.operations.clearPresence(key, path));
	}

	@Override
	public CompletableFuture<JsonNode> call(String method, Object args) {
		return AfterCommitWrites.defer(() -> this.operations.call(method, args));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, Object args, Class<T> type) {
		return AfterCommitWrites.defer(() -> this.operations.call(method, args, type));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, Object args, TypeReference<T> type) {
		return AfterCommitWrites.defer(() -> this.operations.call(method, args, type));
	}

}
