// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Blocking variants of {@link SodpWrites}: unconditional on {@link SodpOperations}, bound
 * to a condition where {@link SodpOperations#ifVersion(long)} or
 * {@link SodpOperations#ifAbsent()} returned them. They wait and fail as described for
 * {@link SodpBlockingOperations}.
 */
public interface SodpBlockingWrites {

	/**
	 * Replaces the value of a key and waits for the answer; see
	 * {@link SodpWrites#set(String, Object)}.
	 * @param key the key
	 * @param value any value Jackson can serialize; null stores null
	 * @return the new version
	 */
	WriteResult setAndWait(String key, @Nullable Object value);

	/**
	 * Replaces the value of a key, written as a value of a generic type, and waits for
	 * the answer; see {@link SodpWrites#set(String, Object, TypeReference)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param value the new value; null stores null
	 * @param type type of the value
	 * @return the new version
	 */
	default <T> WriteResult setAndWait(String key, @Nullable T value, TypeReference<T> type) {
		return setAndWait(key, TypedValue.of(value, type));
	}

	/**
	 * Merges an object into the value of a key and waits for the answer; see
	 * {@link SodpWrites#patch(String, Object)}.
	 * @param key the key
	 * @param patch any value Jackson serializes as an object
	 * @return the new version
	 */
	WriteResult patchAndWait(String key, Object patch);

	/**
	 * Sets part of the value of a key and waits for the answer; see
	 * {@link SodpWrites#setIn(String, String, Object)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	WriteResult setInAndWait(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element and waits for the answer; see
	 * {@link SodpWrites#removeIn(String, String)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return the new version
	 */
	WriteResult removeInAndWait(String key, String path);

	/**
	 * Deletes a key and waits for the answer; see {@link SodpWrites#delete(String)}.
	 * @param key the key
	 * @return the new version; 0 if the key did not exist
	 */
	WriteResult deleteAndWait(String key);

	/**
	 * Appends an element to the array that a key holds and waits for the answer; see
	 * {@link SodpWrites#append(String, Object)}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	WriteResult appendAndWait(String key, @Nullable Object value);

	/**
	 * Appends an element to the array that a key holds, removes elements from its front
	 * until it is no longer than {@code maxLength}, and waits for the answer; see
	 * {@link SodpWrites#append(String, Object, int)}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @param maxLength number of elements to keep; at least 1
	 * @return the new version
	 */
	WriteResult appendAndWait(String key, @Nullable Object value, int maxLength);

}
