// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpWrites;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Operations that write SODP state (protocol section 5). Thread-safe; no method waits for
 * the network. The futures fail with {@link dev.sodp.client.SodpRejectedException}
 * (refused by the server, no effect), {@link dev.sodp.client.SodpNotSentException} (never
 * sent, safe to repeat), {@link dev.sodp.client.SodpOutcomeUnknownException} (sent, but
 * the connection was lost or the call timed out before the answer) or
 * {@link dev.sodp.state.InvalidValueException} (the value has no representation in the
 * protocol).
 */
public interface SodpWriteOperations extends SodpWrites {

	/**
	 * Returns these writes, applied only to one version of a key: they fail with
	 * {@link dev.sodp.client.SodpVersionConflictException} if the key has another one or
	 * does not exist; see {@link SodpClient#ifVersion(long)}.
	 * @param version the version that the key must have; 0 as for {@link #ifAbsent()}
	 * @return the writes; may be kept and shared
	 * @throws IllegalArgumentException if the version is negative
	 */
	SodpWrites ifVersion(long version);

	/**
	 * Returns these writes, applied only to a key that does not exist; see
	 * {@link SodpClient#ifAbsent()}.
	 * @return the writes; may be kept and shared
	 */
	SodpWrites ifAbsent();

	/**
	 * Replaces the value of a key by what a function makes of it, and begins again if
	 * somebody else has changed the key meanwhile; see
	 * {@link SodpClient#update(String, Class, UnaryOperator)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function computes the new value from the current one, or from null if the
	 * key does not exist; called on the callback executor of the client, as often as it
	 * takes, so it must be pure
	 * @return completes with the value written and its version; fails with
	 * {@link dev.sodp.client.SodpUpdateConflictException} after 50 tries, and like other
	 * writes
	 */
	<T> CompletableFuture<UpdateResult<T>> update(String key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Replaces the value of a key by what a function makes of it, as a value of a generic
	 * type; see {@link #update(String, Class, UnaryOperator)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @param function computes the new value from the current one; must be pure
	 * @return as {@link #update(String, Class, UnaryOperator)}
	 */
	<T> CompletableFuture<UpdateResult<T>> update(String key, TypeReference<T> type,
			UnaryOperator<@Nullable T> function);

	/**
	 * Registers a presence: sets part of the value of a key for as long as this
	 * application is connected. The server removes it when the session ends, for whatever
	 * reason; the client registers it again with the next session. The published server
	 * in Go refuses it.
	 * @param key the key
	 * @param path a JSON Pointer to an object member
	 * @param value any value Jackson can serialize
	 * @return as {@link #set(String, Object)}
	 */
	CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence. Servers that do not advertise the capability
	 * {@code remove_in} keep null in its place.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return as {@link #set(String, Object)}
	 */
	CompletableFuture<WriteResult> clearPresence(String key, String path);

	/**
	 * Calls a method of the server.
	 * @param method name of the method, such as {@code state.set}
	 * @param args any value Jackson serializes as an object
	 * @return completes with the data of the RESULT frame; fails like any other write
	 */
	CompletableFuture<JsonNode> call(String method, Object args);

	/**
	 * Calls a method of the server and converts what it returns to a class.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson serializes as an object
	 * @param type class of the result
	 * @return completes with the data of the RESULT frame, null if that is null; fails
	 * like any other write, or with a {@link tools.jackson.core.JacksonException} if the
	 * method has succeeded with data that cannot be converted
	 */
	<T> CompletableFuture<@Nullable T> call(String method, Object args, Class<T> type);

	/**
	 * Calls a method of the server and converts what it returns to a generic type; see
	 * {@link #call(String, Object, Class)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args any value Jackson serializes as an object
	 * @param type type of the result
	 * @return as {@link #call(String, Object, Class)}
	 */
	<T> CompletableFuture<@Nullable T> call(String method, Object args, TypeReference<T> type);

}
