// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The calls that change the value of one key: unconditional on a {@link StateRef}, bound
 * to a condition where {@link StateRef#ifVersion(long)} or {@link StateRef#ifAbsent()}
 * returned them. Threading and errors are those of the methods of {@link SodpWrites}.
 *
 * @param <T> type of the value
 */
public interface StateWrites<T> {

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
