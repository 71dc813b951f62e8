// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.function.UnaryOperator;

import dev.sodp.client.StateChange;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Reactive counterpart of {@link SodpOperations}. Nothing happens until a publisher is
 * subscribed to, and every subscription repeats the operation. Cancelling a write that is
 * still waiting for a connection discards it. Errors are those of the futures returned by
 * the methods of the same name.
 */
public interface ReactiveSodpOperations extends ReactiveSodpWrites {

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
	 * Returns these writes, applied only to one version of a key; see
	 * {@link SodpWriteOperations#ifVersion(long)}.
	 * @param version the version that the key must have; 0 as for {@link #ifAbsent()}
	 * @return the writes; may be kept and shared
	 * @throws IllegalArgumentException if the version is negative
	 */
	ReactiveSodpWrites ifVersion(long version);

	/**
	 * Returns these writes, applied only to a key that does not exist; see
	 * {@link SodpWriteOperations#ifAbsent()}.
	 * @return the writes; may be kept and shared
	 */
	ReactiveSodpWrites ifAbsent();

	/**
	 * Replaces the value of a key by what a function makes of it; see
	 * {@link SodpWriteOperations#update(String, Class, UnaryOperator)}. Cancelling it
	 * prevents further tries.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function computes the new value from the current one, or from null if the
	 * key does not exist; must be pure
	 * @return the value written and its version
	 */
	<T> Mono<UpdateResult<T>> update(String key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Replaces the value of a key by what a function makes of it, as a value of a generic
	 * type; see {@link SodpWriteOperations#update(String, TypeReference, UnaryOperator)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @param function computes the new value from the current one; must be pure
	 * @return the value written and its version
	 */
	<T> Mono<UpdateResult<T>> update(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Calls a method of the server; see {@link SodpWriteOperations#call(String, Object)}.
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson can serialize as an object
	 * @return the data of the RESULT frame
	 */
	Mono<JsonNode> call(String method, Object args);

	/**
	 * Calls a method of the server and converts what it returns to a class; see
	 * {@link SodpWriteOperations#call(String, Object, Class)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson can serialize as an object
	 * @param type class of the result
	 * @return the result; empty if the method returns null
	 */
	<T> Mono<T> call(String method, Object args, Class<T> type);

	/**
	 * Calls a method of the server and converts what it returns to a generic type; see
	 * {@link SodpWriteOperations#call(String, Object, TypeReference)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson can serialize as an object
	 * @param type type of the result
	 * @return the result; empty if the method returns null
	 */
	<T> Mono<T> call(String method, Object args, TypeReference<T> type);

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
	 * <p>
	 * In place of a key, a pattern such as {@code game.*} stands for all keys with a
	 * prefix. The changes of different keys then come one after the other, and those of
	 * the same key are conflated while they wait; {@link StateChange#meta()} identifies
	 * the key.
	 * @param <T> type of the values
	 * @param key the key, or a pattern that stands for all keys with a prefix
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
