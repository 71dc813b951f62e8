// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * One key of a client with the type of its values. Threading and errors are those of the
 * same methods of {@link SodpClient}.
 *
 * @param <T> type of the values
 */
public interface StateRef<T> {

	/**
	 * The key.
	 * @return never empty
	 */
	String key();

	Subscription watch(WatchCallback<? super T> callback);

	Subscription watchAsync(AsyncWatchCallback<T> callback);

	/**
	 * The value known here.
	 * @return empty if the key is not watched, does not exist or holds null
	 */
	Optional<T> get();

	boolean isWatching();

	/** Ends every subscription of this client to the key and forgets its value. */
	void unwatch();

	CompletableFuture<WriteResult> set(@Nullable T value);

	CompletableFuture<WriteResult> patch(Object patch);

	CompletableFuture<WriteResult> setIn(String path, @Nullable Object value);

	CompletableFuture<WriteResult> removeIn(String path);

	CompletableFuture<WriteResult> delete();

	CompletableFuture<WriteResult> presence(String path, @Nullable Object value);

	CompletableFuture<WriteResult> clearPresence(String path);

	CompletableFuture<WriteResult> append(@Nullable Object value);

	CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength);

}
