// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Optional;

import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The variants of {@link SodpOperations} that wait for the server's answer, at most for
 * the default time. They throw what the future of the same name would fail with, and an
 * {@link IllegalStateException} while the client is not started, as in constructors and
 * initialisation methods of beans: it cannot start before these return. They may be
 * called in callbacks, because answers do not come through the threads of callbacks.
 *
 * <p>
 * A write that is not answered in time, or whose thread is interrupted, throws
 * {@link dev.sodp.client.SodpOutcomeUnknownException} and is not sent any more if it
 * still waited for a connection; the interrupt status of the thread is set again.
 */
public interface SodpBlockingOperations {

	/**
	 * Replaces the value of a key and waits; see
	 * {@link SodpWriteOperations#set(String, Object)}.
	 * @param key the key
	 * @param value anything Jackson can write; null stores null
	 * @return the new version
	 */
	WriteResult setAndWait(String key, @Nullable Object value);

	/**
	 * Merges into the value of a key and waits; see
	 * {@link SodpWriteOperations#patch(String, Object)}.
	 * @param key the key
	 * @param patch anything Jackson writes as an object
	 * @return the new version
	 */
	WriteResult patchAndWait(String key, Object patch);

	/**
	 * Sets a part of the value of a key and waits; see
	 * {@link SodpWriteOperations#setIn(String, String, Object)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value anything Jackson can write
	 * @return the new version
	 */
	WriteResult setInAndWait(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element and waits; see
	 * {@link SodpWriteOperations#removeIn(String, String)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return the new version
	 */
	WriteResult removeInAndWait(String key, String path);

	/**
	 * Removes a key and waits; see {@link SodpWriteOperations#delete(String)}.
	 * @param key the key
	 * @return the new version
	 */
	WriteResult deleteAndWait(String key);

	/**
	 * Appends to the array of a key and waits; see
	 * {@link SodpWriteOperations#append(String, Object)}.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @return the new version
	 */
	WriteResult appendAndWait(String key, @Nullable Object value);

	/**
	 * Appends to the array of a key and drops elements from its front beyond a length and
	 * waits; see {@link SodpWriteOperations#append(String, Object, int)}.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @param maxLength number of elements to keep, at least 1
	 * @return the new version
	 */
	WriteResult appendAndWait(String key, @Nullable Object value, int maxLength);

	/**
	 * Reads a key once and waits; see {@link SodpOperations#fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return empty if the key does not exist or holds null
	 * @throws SodpNoAnswerException if the server does not answer in time, or the thread
	 * is interrupted
	 */
	<T> Optional<T> fetchAndWait(String key, Class<T> type);

	/**
	 * Reads a key once and waits; see
	 * {@link SodpOperations#fetch(String, TypeReference)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return empty if the key does not exist or holds null
	 * @throws SodpNoAnswerException if the server does not answer in time, or the thread
	 * is interrupted
	 */
	<T> Optional<T> fetchAndWait(String key, TypeReference<T> type);

}
