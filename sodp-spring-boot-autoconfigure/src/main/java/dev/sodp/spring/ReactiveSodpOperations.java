// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;

import dev.sodp.client.StateChange;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * Reactive counterpart of {@link SodpOperations}. Nothing happens until a publisher is
 * subscribed to, and every subscription repeats the operation. Cancelling a write that is
 * still waiting for a connection discards it. Errors are those of the futures returned by
 * the methods of the same name.
 */
public interface ReactiveSodpOperations {

	/**
	 * Reads a key once; see {@link SodpOperations#fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value; empty if the key does not exist or holds null
	 */
	<T> Mono<T> fetch(String key, Class<T> type);

	/**
	 * Reads a key once, as a generic type; see
	 * {@link SodpOperations#fetch(String, TypeReference)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return the value; empty if the key does not exist or holds null
	 */
	<T> Mono<T> fetch(String key, TypeReference<T> type);

	/**
	 * Reads a key once; see {@link SodpOperations#fetch(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout maximum time to wait; must be positive
	 * @return the value; empty if the key does not exist or holds null
	 */
	<T> Mono<T> fetch(String key, Class<T> type, Duration timeout);

	/**
	 * Replaces the value of a key; see {@link SodpWriteOperations#set(String, Object)}.
	 * @param key the key
	 * @param value any value Jackson can serialize; null stores null
	 * @return the new version
	 */
	Mono<WriteResult> set(String key, @Nullable Object value);

	/**
	 * Replaces the value of a key, written as a value of a generic type; see
	 * {@link SodpWriteOperations#set(String, Object, TypeReference)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param value the new value; null stores null
	 * @param type type of the value
	 * @return the new version
	 */
	default <T> Mono<WriteResult> set(String key, @Nullable T value, TypeReference<T> type) {
		return set(key, TypedValue.of(value, type));
	}

	/**
	 * Merges an object into the value of a key; see
	 * {@link SodpWriteOperations#patch(String, Object)}.
	 * @param key the key
	 * @param patch any value Jackson serializes as an object
	 * @return the new version
	 */
	Mono<WriteResult> patch(String key, Object patch);

	/**
	 * Sets part of the value of a key; see
	 * {@link SodpWriteOperations#setIn(String, String, Object)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	Mono<WriteResult> setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element; see
	 * {@link SodpWriteOperations#removeIn(String, String)}.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return the new version
	 */
	Mono<WriteResult> removeIn(String key, String path);

	/**
	 * Deletes a key; see {@link SodpWriteOperations#delete(String)}.
	 * @param key the key
	 * @return the new version; 0 if the key did not exist
	 */
	Mono<WriteResult> delete(String key);

	/**
	 * Appends an element to the array that a key holds; see
	 * {@link SodpWriteOperations#append(String, Object)}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	Mono<WriteResult> append(String key, @Nullable Object value);

	/**
	 * Appends an element to the array that a key holds and removes elements from its
	 * front until it is no longer than {@code maxLength}; see
	 * {@link SodpWriteOperations#append(String, Object, int)}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @param maxLength number of elements to keep; at least 1
	 * @return the new version
	 */
	Mono<WriteResult> append(String key, @Nullable Object value, int maxLength);

	/**
	 * Registers a presence, which lasts as long as this application is connected; see
	 * {@link SodpWriteOperations#presence(String, String, Object)}.
	 * @param key the key
	 * @param path a JSON Pointer to an object member
	 * @param value any value Jackson can serialize
	 * @return the new version
	 */
	Mono<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence; see
	 * {@link SodpWriteOperations#clearPresence(String, String)}.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return the new version
	 */
	Mono<WriteResult> clearPresence(String key, String path);

	/**
	 * Returns the changes of a key, which is watched for as long as there is a
	 * subscription. The first element is the locally known value, if there is one.
	 * Changes that arrive while there is no demand are conflated into one, as described
	 * for {@link SodpState#changes()}.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @return the changes; never completes
	 */
	<T> Flux<StateChange<T>> changes(String key, Class<T> type);

	/**
	 * Returns the changes of a key whose values are of a generic type; see
	 * {@link #changes(String, Class)}.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type type of the values
	 * @return the changes; never completes
	 */
	<T> Flux<StateChange<T>> changes(String key, TypeReference<T> type);

	/**
	 * Returns the changes of a state, as described for {@link SodpState#changes()}.
	 * @param <T> type of the values
	 * @param state the state
	 * @return the changes; completes when the application context is closed
	 */
	<T> Flux<StateChange<T>> changes(SodpState<T> state);

}
