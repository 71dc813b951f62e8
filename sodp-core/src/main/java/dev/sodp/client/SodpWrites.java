// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.Feature;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The calls that change the value of a key (protocol section 5): unconditional on a
 * {@link SodpClient}, bound to a condition where {@link SodpClient#ifVersion(long)} or
 * {@link SodpClient#ifAbsent()} returned them. Threading and errors are those of
 * {@link SodpClient}.
 */
public interface SodpWrites {

	/**
	 * Replaces the value of a key.
	 * <p>
	 * Queued until the session is live (see {@link SodpClientBuilder#offlinePolicy}).
	 * Completes after the server has applied it and, if this client watches the key,
	 * after {@link SodpClient#get} returns the new value; see
	 * {@link SodpClientBuilder#readYourWrites}.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the new version; fails with {@link SodpRejectedException} (code 403, 422,
	 * 429 …), {@link SodpNotSentException} (safe to retry) or
	 * {@link SodpOutcomeUnknownException} (sent, but the connection or the call timeout
	 * ended first)
	 */
	CompletableFuture<WriteResult> set(String key, @Nullable Object value);

	/**
	 * Replaces the value of a key, written as a value of a generic type: what the
	 * elements of a {@code List<Animal>} say of their class is then written too. For
	 * parts of a value give a {@link TypedValue}, or use {@link SodpClient#state}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param value the new value; {@code null} stores null
	 * @param type generic type of the value
	 * @return as {@link #set(String, Object)}
	 */
	default <T> CompletableFuture<WriteResult> set(String key, @Nullable T value, TypeReference<T> type) {
		return set(key, TypedValue.of(value, type));
	}

	/**
	 * Merges an object into the value of a key. Objects are merged recursively; arrays
	 * and scalars are replaced, and null is stored as null. A value that is not an object
	 * is replaced by the patch. The published servers in Go and Node merge the members of
	 * the top level only and replace everything below.
	 * @param key the key
	 * @param patch anything Jackson can write as a JSON object
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> patch(String key, Object patch);

	/**
	 * Sets a part of the value of a key. Missing parents are created (protocol section
	 * 5). The published servers differ: the one in Go takes the whole pointer for the
	 * name of one member, the one in Rust replaces an array on the way by an object and
	 * reads no escapes, and the one in Node fills an array up with null if the position
	 * lies beyond its end.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element; later elements move up. Removing what
	 * is absent changes nothing. Also ends the presence registered at and below the path.
	 * A server that does not advertise {@link Feature#REMOVE_IN} refuses it with 404 or
	 * 400, and none of the published servers does.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> removeIn(String key, String path);

	/**
	 * Deletes a key. The published server in Node counts the versions of the key from 1
	 * again afterwards.
	 * @param key the key
	 * @return as {@link #set}; version 0 if the key did not exist
	 */
	CompletableFuture<WriteResult> delete(String key);

	/**
	 * Appends an element to the array of a key. Servers that do not support
	 * {@code state.append} refuse the call, as the published ones in Rust (code 404) and
	 * Node (400) do; the one in Go replaces a value that is not an array.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value);

	/**
	 * Appends an element to the array of a key and drops elements from its front until it
	 * is no longer than {@code maxLength}. Servers that do not support
	 * {@code state.append} refuse the call with code 404.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @param maxLength number of elements to keep, at least 1
	 * @return as {@link #set}
	 * @throws IllegalArgumentException if {@code maxLength} is less than 1
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength);

}
