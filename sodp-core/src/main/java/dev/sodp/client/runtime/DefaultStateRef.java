// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.sodp.client.AsyncWatchCallback;
import dev.sodp.client.SodpWrites;
import dev.sodp.client.StateRef;
import dev.sodp.client.StateWrites;
import dev.sodp.client.Subscription;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchCallback;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
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
		return writes().set(value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(Object patch) {
		return writes().patch(patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String path, @Nullable Object value) {
		return writes().setIn(path, value);
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String path) {
		return writes().removeIn(path);
	}

	@Override
	public CompletableFuture<WriteResult> delete() {
		return writes().delete();
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value) {
		return writes().append(value);
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength) {
		return writes().append(value, maxLength);
	}

	@Override
	public CompletableFuture<WriteResult> presence(String path, @Nullable Object value) {
		return this.client.presence(this.key, path, writes().typed(path, value));
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String path) {
		return this.client.clearPresence(this.key, path);
	}

	@Override
	public StateWrites<T> ifVersion(long version) {
		return writesTo(this.client.ifVersion(version));
	}

	@Override
	public StateWrites<T> ifAbsent() {
		return writesTo(this.client.ifAbsent());
	}

	@Override
	public CompletableFuture<UpdateResult<T>> update(UnaryOperator<@Nullable T> function) {
		return this.client.update(this.key, this.type, function);
	}

	private DefaultStateWrites<T> writes() {
		return writesTo(this.client);
	}

	private DefaultStateWrites<T> writesTo(SodpWrites writes) {
		return new DefaultStateWrites<>(writes, this.client, this.key, this.type);
	}

}
