// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.StateWrites;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one key whose values have a type, passed on to writes of any key.
 *
 * @param <T> type of the value
 */
record DefaultStateWrites<T>(SodpWrites writes, DefaultSodpClient client, String key,
		Type type) implements StateWrites<T> {

	@Override
	public CompletableFuture<WriteResult> set(@Nullable T value) {
		return this.writes.set(this.key, new TypedValue(value, this.type));
	}

	@Override
	public CompletableFuture<WriteResult> patch(Object patch) {
		return this.writes.patch(this.key, (patch instanceof Map) ? new TypedValue(patch, this.type) : patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String path, @Nullable Object value) {
		return this.writes.setIn(this.key, path, typed(path, value));
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String path) {
		return this.writes.removeIn(this.key, path);
	}

	@Override
	public CompletableFuture<WriteResult> delete() {
		return this.writes.delete(this.key);
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value) {
		return this.writes.append(this.key, typed("/-", value));
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength) {
		return this.writes.append(this.key, typed("/-", value), maxLength);
	}

	/** A part of the value with its own type, if that is known. */
	@Nullable Object typed(String path, @Nullable Object value) {
		return (value instanceof TypedValue) ? value : this.client.typedAt(this.type, path, value);
	}

}
