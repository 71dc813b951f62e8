// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A typed handle for one key of a client. Threading and errors are those of the
 * corresponding methods of {@link SodpClient}.
 *
 * @param <T> type of the values
 */
public interface StateRef<T> extends StateWrites<T> {

	/**
	 * Returns the key.
	 * @return never empty
	 */
	String key();

	/**
	 * Watches the key.
	 * @param callback called with the value already known locally, if there is one, and
	 * with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalStateException if the client is closed
	 * @see SodpClient#watch(WatchRequest)
	 */
	Subscription watch(WatchCallback<? super T> callback);

	/**
	 * Watches the key with a callback that completes asynchronously: the next value is
	 * delivered when the returned stage has completed.
	 * @param callback called with the value already known locally, if there is one, and
	 * with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalStateException if the client is closed
	 * @see SodpClient#watch(WatchRequest)
	 */
	Subscription watchAsync(AsyncWatchCallback<T> callback);

	/**
	 * Returns the local value, without asking the server.
	 * @return empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	Optional<T> get();

	/**
	 * Returns whether the client watches the key.
	 * @return {@code true} while at least one subscription of the client to the key is
	 * active
	 */
	boolean isWatching();

	/** Ends all subscriptions of the client to the key and forgets its value. */
	void unwatch();

	/**
	 * Sets a part of the value for as long as the client is connected, see
	 * {@link SodpClient#presence}.
	 * @param path JSON Pointer to an object member
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> presence(String path, @Nullable Object value);

	/**
	 * Withdraws a presence, see {@link SodpClient#clearPresence}.
	 * @param path the JSON Pointer it was registered with
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> clearPresence(String path);

	/**
	 * Returns the writes of this handle, applied only to one version of the key, see
	 * {@link SodpClient#ifVersion}.
	 * @param version the version that the key must have; 0 as for {@link #ifAbsent()}
	 * @return the writes; may be kept and shared
	 * @throws IllegalArgumentException if the version is negative
	 */
	StateWrites<T> ifVersion(long version);

	/**
	 * Returns the writes of this handle, applied only if the key does not exist, see
	 * {@link SodpClient#ifAbsent}.
	 * @return the writes; may be kept and shared
	 */
	StateWrites<T> ifAbsent();

	/**
	 * Replaces the value of the key by what a function makes of it, see
	 * {@link SodpClient#update(String, Class, UnaryOperator)}.
	 * @param function computes the new value from the current one; must be pure
	 * @return the value written and its version; fails as described there
	 */
	CompletableFuture<UpdateResult<T>> update(UnaryOperator<@Nullable T> function);

}
