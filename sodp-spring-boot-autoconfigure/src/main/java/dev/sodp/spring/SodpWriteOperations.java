// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;

import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
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
public interface SodpWriteOperations {

	/**
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value any value Jackson can serialize; null stores null
	 * @return completes with the new version once the server has applied the write and,
	 * if the key is watched here, {@link SodpOperations#get} returns its result
	 */
	CompletableFuture<WriteResult> set(String key, @Nullable Object value);

	/**
	 * Merges an object into the value of a key: objects are merged recursively, all other
	 * values are replaced. The published servers in Go and Node merge the members of the
	 * top level only and replace everything below.
	 * @param key the key
	 * @param patch any value Jackson serializes as an object
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> patch(String key, Object patch);

	/**
	 * Sets part of the value of a key. Missing parents are created as objects. The
	 * published server in Go takes the whole pointer for the name of one member; the one
	 * in Rust replaces an array on the way by an object and reads no escapes.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value any value Jackson can serialize
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element; the elements behind it move up.
	 * Removing something that does not exist changes nothing. Refused with code 404 by
	 * servers that do not advertise the capability {@code remove_in}, such as the
	 * published ones (some with code 400).
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> removeIn(String key, String path);

	/**
	 * Deletes a key.
	 * @param key the key
	 * @return as {@link #set}; version 0 if the key did not exist
	 */
	CompletableFuture<WriteResult> delete(String key);

	/**
	 * Registers a presence: sets part of the value of a key for as long as this
	 * application is connected. The server removes it when the session ends, for whatever
	 * reason; the client registers it again with the next session. The published server
	 * in Go refuses it.
	 * @param key the key
	 * @param path a JSON Pointer to an object member
	 * @param value any value Jackson can serialize
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence. Servers that do not advertise the capability
	 * {@code remove_in} keep null in its place.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> clearPresence(String key, String path);

	/**
	 * Appends an element to the array that a key holds. Refused with code 404 by servers
	 * that do not implement {@code state.append}, such as the published ones in Rust and
	 * Node (the latter with code 400).
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value);

	/**
	 * Appends an element to the array that a key holds and removes elements from its
	 * front until it is no longer than {@code maxLength}.
	 * @param key the key
	 * @param value any value Jackson can serialize
	 * @param maxLength number of elements to keep; at least 1
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength);

	/**
	 * Calls a method of the server.
	 * @param method name of the method, such as {@code state.set}
	 * @param args any value Jackson serializes as an object
	 * @return completes with the data of the RESULT frame; fails like any other write
	 */
	CompletableFuture<JsonNode> call(String method, Object args);

}
