// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;

import dev.sodp.client.StateChange;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * {@link SodpOperations} for Reactor. Nothing happens before a subscription, and again
 * with each further one; cancelling a write that still waits for a connection drops it.
 * Errors are those of the futures of the same name.
 */
public interface ReactiveSodpOperations {

	/**
	 * Reads a key once; see {@link SodpOperations#fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return empty if the key does not exist or holds null
	 */
	<T> Mono<T> fetch(String key, Class<T> type);

	/**
	 * Reads a key of a generic type once.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return empty if the key does not exist or holds null
	 */
	<T> Mono<T> fetch(String key, TypeReference<T> type);

	/**
	 * Reads a key once; see {@link SodpOperations#fetch(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout how long to wait at most; positive
	 * @return empty if the key does not exist or holds null
	 */
	<T> Mono<T> fetch(String key, Class<T> type, Duration timeout);

	/**
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value anything Jackson can write; null stores null
	 * @return the new version
	 */
	Mono<WriteResult> set(String key, @Nullable Object value);

	/**
	 * Merges into the value of a key.
	 * @param key the key
	 * @param patch anything Jackson writes as an object
	 * @return the new version
	 */
	Mono<WriteResult> patch(String key, Object patch);

	/**
	 * Sets a part of the value of a key.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value anything Jackson can write
	 * @return the new version
	 */
	Mono<WriteResult> setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element; later elements move up. Removing what
	 * is absent changes nothing. A server that does not advertise the capability
	 * {@code remove_in} refuses it with 404.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return the new version
	 */
	Mono<WriteResult> removeIn(String key, String path);

	/**
	 * Removes a key.
	 * @param key the key
	 * @return the new version
	 */
	Mono<WriteResult> delete(String key);

	/**
	 * Appends to the array of a key.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @return the new version
	 */
	Mono<WriteResult> append(String key, @Nullable Object value);

	/**
	 * Appends to the array of a key and drops elements from its front beyond a length.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @param maxLength number of elements to keep, at least 1
	 * @return the new version
	 */
	Mono<WriteResult> append(String key, @Nullable Object value, int maxLength);

	/**
	 * Sets a part of the value of a key for as long as this application is connected.
	 * @param key the key
	 * @param path a JSON Pointer to an object member
	 * @param value anything Jackson can write
	 * @return the new version
	 */
	Mono<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return the new version
	 */
	Mono<WriteResult> clearPresence(String key, String path);

	/**
	 * The changes of a key, which is watched for as long as there is a subscription.
	 * First the value known here, if one is. What comes while the subscriber asks for
	 * nothing is merged into one change, as {@link SodpState#changes()} says.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @return endless
	 */
	<T> Flux<StateChange<T>> changes(String key, Class<T> type);

	/**
	 * The changes of a key whose values have a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type type of the values
	 * @return endless
	 */
	<T> Flux<StateChange<T>> changes(String key, TypeReference<T> type);

	/**
	 * The changes of a state, as {@link SodpState#changes()} says.
	 * @param <T> type of the values
	 * @param state the state
	 * @return completes with the application context
	 */
	<T> Flux<StateChange<T>> changes(SodpState<T> state);

}
