// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;

import dev.sodp.client.StateWrites;
import dev.sodp.client.WriteResult;
import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;

/**
 * Writes of all keys with a prefix, none of which is possible.
 *
 * @param <T> type of the value
 */
final class PrefixWrites<T> implements StateWrites<T> {

	private final String pattern;

	PrefixWrites(String pattern) {
		this.pattern = pattern;
	}

	static <R> CompletableFuture<R> refused(String pattern) {
		return CompletableFuture.failedFuture(new UnsupportedOperationException("'" + pattern
				+ "' stands for all keys with a prefix and cannot be written. Write a single key, such as '"
				+ StateKeys.prefix(pattern) + "player', with SodpOperations or a SodpState of that key"));
	}

	private CompletableFuture<WriteResult> refused() {
		return refused(this.pattern);
	}

	@Override
	public CompletableFuture<WriteResult> set(@Nullable T value) {
		return refused();
	}

	@Override
	public CompletableFuture<WriteResult> patch(Object patch) {
		return refused();
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String path, @Nullable Object value) {
		return refused();
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String path) {
		return refused();
	}

	@Override
	public CompletableFuture<WriteResult> delete() {
		return refused();
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value) {
		return refused();
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength) {
		return refused();
	}

}
