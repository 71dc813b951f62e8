// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Optional;

import dev.sodp.client.WriteResult;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Blocking variants of {@link SodpOperations}: they wait for the server's answer, for no
 * longer than the default timeout. They throw the exception with which the future of the
 * same operation would fail, and an {@link IllegalStateException} while the client has
 * not been started, for example in constructors and initialization methods of beans,
 * since the client starts only after these have returned. They may be called from
 * callbacks, because answers are not delivered on callback threads.
 *
 * <p>
 * A write that is not answered in time, or whose thread is interrupted, throws
 * {@link dev.sodp.client.SodpOutcomeUnknownException}; if it was still waiting for a
 * connection, it is no longer sent. The thread's interrupt status is restored.
 */
public interface SodpBlockingOperations {

	/**
	 * Replaces the value of a key and waits for the answer; see
	 * {@link SodpWriteOperations#set(String, Object)}.
	 * @param key the key
	 * @param value any value Jackson can serialize; null stores null
	 * @return the new version
	 */
	WriteResult setAndWait(String key, @Nullable Object value);

	/**
	 * Replaces the value of a key, written as a value of a generic type, and waits for
	 * the answer; see {@link SodpWriteOperations#set(String, Object, TypeReference)}.
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
	 * {@link SodpWriteOperations#patch(String, Object)}.
	 * @param key the key
	 * @param patch any value Jackson serializes as an object
	 * @return the new version
	 */
	WriteResult patchAndWait(String key, Object patch);

	/**
	 * Sets part of the value of a key and waits for the answer; see
	 * {@link SodpWriteOperations#setIn(String, String, Object)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	WriteResult setInAndWait(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element and waits for the answer; see
	 * {@link SodpWriteOperations#removeIn(String, String)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return the new version
	 */
	WriteResult removeInAndWait(String key, String path);

	/**
	 * Deletes a key and waits for the answer; see
	 * {@link SodpWriteOperations#delete(String)}.
	 * @param key the key
	 * @return the new version; 0 if the key did not exist
	 */
	WriteResult deleteAndWait(String key);

	/**
	 * Appends an element to the array that a key holds and waits for the answer; see
	 * {@link SodpWriteOperations#append(String, Object)}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	WriteResult appendAndWait(String key, @Nullable Object value);

	/**
	 * Appends an element to the array that a key holds, removes elements from its front
	 * until it is no longer than {@code maxLength}, and waits for the answer; see
	 * {@link SodpWriteOperations#append(String, Object, int)}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @param maxLength number of elements to keep; at least 1
	 * @return the new version
	 */
	WriteResult appendAndWait(String key, @Nullable Object value, int maxLength);

	/**
	 * Reads a key once and waits for the answer; see
	 * {@link SodpOperations#fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value; empty if the key does not exist or holds null
	 * @throws SodpNoAnswerException if the server does not answer in time, or the thread
	 * is interrupted
	 */
	<T> Optional<T> fetchAndWait(String key, Class<T> type);

	/**
	 * Reads a key once, as a generic type, and waits for the answer; see
	 * {@link SodpOperations#fetch(String, TypeReference)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return the value; empty if the key does not exist or holds null
	 * @throws SodpNoAnswerException if the server does not answer in time, or the thread
	 * is interrupted
	 */
	<T> Optional<T> fetchAndWait(String key, TypeReference<T> type);

}
