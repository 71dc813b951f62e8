// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;

import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writing SODP state. Thread-safe; no method waits for the network. The futures fail with
 * {@link dev.sodp.client.SodpRejectedException} (refused, no effect),
 * {@link dev.sodp.client.SodpNotSentException} (never sent, safe to repeat) or
 * {@link dev.sodp.client.SodpOutcomeUnknownException} (sent, but the connection or the
 * time ended first), and with {@link dev.sodp.state.InvalidValueException} for a value
 * that cannot travel.
 */
public interface SodpWriteOperations {

	/**
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value anything Jackson can write; null stores null
	 * @return completes after the server applied it and, if the key is watched here,
	 * after {@link SodpOperations#get} shows it
	 */
	CompletableFuture<WriteResult> set(String key, @Nullable Object value);

	/**
	 * Merges into the value of a key: objects member by member at every depth, everything
	 * else replaced.
	 * @param key the key
	 * @param patch anything Jackson writes as an object
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> patch(String key, Object patch);

	/**
	 * Sets a part of the value of a key.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value anything Jackson can write
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element; later elements move up. Removing what
	 * is absent changes nothing. A server that does not advertise the capability
	 * {@code remove_in} refuses it with 404.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> removeIn(String key, String path);

	/**
	 * Removes a key.
	 * @param key the key
	 * @return as {@link #set}; version 0 if there was nothing to remove
	 */
	CompletableFuture<WriteResult> delete(String key);

	/**
	 * Sets a part of the value of a key for as long as this application is connected: the
	 * server removes it however the session ends, and it is registered again on the next
	 * one.
	 * @param key the key
	 * @param path a JSON Pointer to an object member
	 * @param value anything Jackson can write
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> clearPresence(String key, String path);

	/**
	 * Appends to the array of a key, on servers that offer it.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value);

	/**
	 * Appends to the array of a key and drops elements from its front beyond a length.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @param maxLength number of elements to keep, at least 1
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength);

	/**
	 * Runs a method of the server (protocol section 5).
	 * @param method such as {@code state.set}
	 * @param args anything Jackson writes as an object
	 * @return the RESULT's data; fails as writes do
	 */
	CompletableFuture<JsonNode> call(String method, Object args);

}
