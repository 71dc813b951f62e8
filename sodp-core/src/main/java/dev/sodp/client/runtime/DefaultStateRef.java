// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.AsyncWatchCallback;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchCallback;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StateRef} that passes everything on to its client.
 *
 * @param <T> type of the values
 */
record DefaultStateRef<T>(DefaultSodpClient client, String key, Type type) implements StateRef<T> {

	@Override
	public Subscription watch(WatchCallback<? super T> callback) {
		return watchAsync(AsyncWatchCallback.of(callback));
	}

	@Override
	public Subscription watchAsync(AsyncWatchCallback<T> callback) {
		return this.client.watch(WatchRequest.async(List.of(this.key), this.type, callback));
	}

	@Override
	public Optional<T> get() {
		return this.client.read(this.key, this.type);
	}

	@Override
	public boolean isWatching() {
		return this.client.isWatching(this.key);
	}

	@Override
	public void unwatch() {
		this.client.unwatch(this.key);
	}

	@Override
	public CompletableFuture<WriteResult> set(@Nullable T value) {
		return this.client.set(this.key, new TypedValue(value, this.type));
	}

	@Override
	public CompletableFuture<WriteResult> patch(Object patch) {
		return this.client.patch(this.key, (patch instanceof Map) ? new TypedValue(patch, this.type) : patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String path, @Nullable Object value) {
		return this.client.setIn(this.key, path, typed(path, value));
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String path) {
		return this.client.removeIn(this.key, path);
	}

	@Override
	public CompletableFuture<WriteResult> delete() {
		return this.client.delete(this.key);
	}

	@Override
	public CompletableFuture<WriteResult> presence(String path, @Nullable Object value) {
		return this.client.presence(this.key, path, typed(path, value));
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String path) {
		return this.client.clearPresence(this.key, path);
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value) {
		return this.client.append(this.key, typed("/-", value));
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength) {
		return this.client.append(this.key, typed("/-", value), maxLength);
	}

	private @Nullable Object typed(String path, @Nullable Object value) {
		return (value instanceof TypedValue) ? value : this.client.typedAt(this.type, path, value);
	}

}
