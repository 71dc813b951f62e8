// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a {@link SodpTemplate}, conditional or not: notifies its listeners, and
 * waits for the answer where the caller wants to.
 *
 * @param writes the writes of the client to pass them on to
 * @param waiting makes the wait for an answer
 */
record TemplateWrites(SodpWrites writes, WriteListeners listeners,
		Supplier<AnswerWait> waiting) implements ConditionalSodpOperations {

	@Override
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return this.listeners.observe("set", key, () -> this.writes.set(key, value));
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return this.listeners.observe("patch", key, () -> this.writes.patch(key, patch));
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return this.listeners.observe("set_in", key, () -> this.writes.setIn(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return this.listeners.observe("remove_in", key, () -> this.writes.removeIn(key, path));
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return this.listeners.observe("delete", key, () -> this.writes.delete(key));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return this.listeners.observe("append", key, () -> this.writes.append(key, value));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return this.listeners.observe("append", key, () -> this.writes.append(key, value, maxLength));
	}

	@Override
	public WriteResult setAndWait(String key, @Nullable Object value) {
		return this.waiting.get().forWrite(() -> set(key, value));
	}

	@Override
	public WriteResult patchAndWait(String key, Object patch) {
		return this.waiting.get().forWrite(() -> patch(key, patch));
	}

	@Override
	public WriteResult setInAndWait(String key, String path, @Nullable Object value) {
		return this.waiting.get().forWrite(() -> setIn(key, path, value));
	}

	@Override
	public WriteResult removeInAndWait(String key, String path) {
		return this.waiting.get().forWrite(() -> removeIn(key, path));
	}

	@Override
	public WriteResult deleteAndWait(String key) {
		return this.waiting.get().forWrite(() -> delete(key));
	}

	@Override
	public WriteResult appendAndWait(String key, @Nullable Object value) {
		return this.waiting.get().forWrite(() -> append(key, value));
	}

	@Override
	public WriteResult appendAndWait(String key, @Nullable Object value, int maxLength) {
		return this.waiting.get().forWrite(() -> append(key, value, maxLength));
	}

}
