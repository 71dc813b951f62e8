// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Writes by the application that hosts the state: those of a {@link SodpServer}, or the
 * same under a condition ({@link SodpServer#ifVersion}).
 *
 * <p>
 * They skip authentication, the {@link AccessPolicy} and rate limits, but not the
 * {@link StateValidator}. A write returns when it is as safe as the server promises, and
 * every watching session's queue holds its delta; it waits up to
 * {@link SodpServerBuilder#callTimeout} for that. The asynchronous twins return at once;
 * their futures complete on a thread of the server with the same version or exception.
 * Cancelling such a future does not withdraw the write.
 *
 * <p>
 * All of them throw {@link IllegalStateException} at once if the server is closed or the
 * caller is a {@link StateValidator} or the function of an {@link SodpServer#update
 * update}. Beyond what each method says, {@link StateUnavailableException} means that
 * nothing was applied, as the server cannot write now, and
 * {@link StateOutcomeUnknownException} that it is not known whether it was.
 */
public interface ServerWrites {

	/**
	 * Replaces the value of a key.
	 * @param key the key, see {@link dev.sodp.state.StateKeys#check}
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the version after the write
	 * @throws StateRejectedException if the key or the value is invalid, the value is too
	 * large, the {@link StateValidator} refuses it, a condition is not met, or there is
	 * no room for it ({@link SodpServerBuilder#maxTotalBytes},
	 * {@link SodpServerBuilder#maxKeys}); if the value has no representation in the
	 * protocol, with an {@link dev.sodp.state.InvalidValueException} as its cause
	 */
	long set(String key, @Nullable Object value);

	/**
	 * Like {@link #set}, without waiting.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the version after the write
	 */
	CompletableFuture<Long> setAsync(String key, @Nullable Object value);

	/**
	 * Merges an object into the value of a key. Objects are merged recursively; arrays
	 * and scalars are replaced, and null is stored as null.
	 * @param key the key
	 * @param patch anything Jackson can write as a JSON object
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the patch is not an object
	 */
	long patch(String key, Object patch);

	/**
	 * Like {@link #patch}, without waiting.
	 * @param key the key
	 * @param patch anything Jackson can write as a JSON object
	 * @return the version after the write
	 */
	CompletableFuture<Long> patchAsync(String key, Object patch);

	/**
	 * Sets a part of the value of a key. Missing parents are created.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if nothing can be set at the
	 * path
	 */
	long setIn(String key, String path, @Nullable Object value);

	/**
	 * Like {@link #setIn}, without waiting.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the version after the write
	 */
	CompletableFuture<Long> setInAsync(String key, String path, @Nullable Object value);

	/**
	 * Removes a part of the value of a key. Removing a part that does not exist changes
	 * nothing. Also ends presence registered at or below the path.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the path is invalid
	 */
	long removeIn(String key, String path);

	/**
	 * Like {@link #removeIn}, without waiting.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @return the version after the write
	 */
	CompletableFuture<Long> removeInAsync(String key, String path);

	/**
	 * Appends an element to the array of a key.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the value of the key is not
	 * an array
	 */
	long append(String key, @Nullable Object value);

	/**
	 * Like {@link #append(String, Object)}, without waiting.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @return the version after the write
	 */
	CompletableFuture<Long> appendAsync(String key, @Nullable Object value);

	/**
	 * Appends an element to the array of a key and drops elements from its front until it
	 * is no longer than {@code maxLength}.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @param maxLength number of elements to keep, at least 1
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the value of the key is not
	 * an array
	 * @throws IllegalArgumentException if {@code maxLength} is less than 1
	 */
	long append(String key, @Nullable Object value, int maxLength);

	/**
	 * Like {@link #append(String, Object, int)}, without waiting.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @param maxLength number of elements to keep, at least 1
	 * @return the version after the write
	 */
	CompletableFuture<Long> appendAsync(String key, @Nullable Object value, int maxLength);

	/**
	 * Deletes a key.
	 * @param key the key
	 * @return the version of the removal, 0 if the key did not exist
	 * @throws StateRejectedException if the key is invalid or a condition is not met
	 */
	long delete(String key);

	/**
	 * Like {@link #delete}, without waiting.
	 * @param key the key
	 * @return the version of the removal, 0 if the key did not exist
	 */
	CompletableFuture<Long> deleteAsync(String key);

}
