// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A typed handle for one key of a client. Threading and errors are those of the
 * corresponding methods of {@link SodpClient}.
 *
 * @param <T> type of the values
 */
public interface StateRef<T> {

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
	 * Replaces the value of the key.
	 * @param value the new value; {@code null} stores null
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> set(@Nullable T value);

	/**
	 * Merges an object into the value of the key, see {@link SodpClient#patch}.
	 * @param patch anything Jackson can write as a JSON object
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> patch(Object patch);

	/**
	 * Sets a part of the value of the key, see {@link SodpClient#setIn}.
	 * @param path JSON Pointer to the part
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> setIn(String path, @Nullable Object value);

	/**
	 * Removes a part of the value of the key, see {@link SodpClient#removeIn}.
	 * @param path JSON Pointer to the part
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> removeIn(String path);

	/**
	 * Deletes the key.
	 * @return as {@link SodpClient#set}; version 0 if the key did not exist
	 */
	CompletableFuture<WriteResult> delete();

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
	 * Appends an element to the array of the key, see
	 * {@link SodpClient#append(String, Object)}.
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @return as {@link SodpClient#set}
	 */
	CompletableFuture<WriteResult> append(@Nullable Object value);

	/**
	 * Appends an element to the array of the key and drops elements from its front until
	 * it is no longer than {@code maxLength}, see
	 * {@link SodpClient#append(String, Object, int)}.
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @param maxLength number of elements to keep, at least 1
	 * @return as {@link SodpClient#set}
	 * @throws IllegalArgumentException if {@code maxLength} is less than 1
	 */
	CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength);

}
