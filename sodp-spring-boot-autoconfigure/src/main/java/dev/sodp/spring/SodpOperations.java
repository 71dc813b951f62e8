// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchCallback;
import dev.sodp.client.WatchRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What an application does with SODP state. Inject this interface, implemented by
 * {@link SodpTemplate}, so that tests can replace it.
 *
 * <p>
 * Thread-safe. No method waits for the network, but those whose name says
 * {@code AndWait}: reads answer from what is watched here, everything else returns a
 * future.
 */
public interface SodpOperations extends SodpWriteOperations, SodpBlockingOperations {

	/**
	 * The value known here, without asking the server.
	 * @param key the key
	 * @return empty if the key is not watched, does not exist or holds null
	 */
	Optional<JsonNode> get(String key);

	/**
	 * The value known here, converted.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * The value known here, converted to a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Reads a key once, without a lasting watch: the value here if it follows the
	 * server's, else the server is asked. May take the default time.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type);

	/**
	 * Reads a key of a generic type once; see {@link #fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type);

	/**
	 * Reads a key once, without a lasting watch: the value here if it follows the
	 * server's, else the server is asked.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout how long to wait at most, for a connection too; positive
	 * @return the value, empty if the key does not exist or holds null. Fails with
	 * {@link dev.sodp.client.SodpRejectedException} if the server refuses the key,
	 * {@link java.util.concurrent.TimeoutException} if it does not answer in time,
	 * {@link dev.sodp.client.SodpNotSentException} if no answer can come, and with a
	 * {@link tools.jackson.core.JacksonException} if the value does not fit the type
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type, Duration timeout);

	/**
	 * Reads a key of a generic type once; see {@link #fetch(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @param timeout how long to wait at most, for a connection too; positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type, Duration timeout);

	/**
	 * Writes with the surrounding Spring transaction: they are sent when it commits, in
	 * the order of the calls and with what the values are by then, and dropped when it or
	 * the nested transaction they were made in is rolled back. Without a transaction in
	 * this thread they are sent at once.
	 * @return the writes. Their futures complete after the commit, so waiting for one
	 * inside the transaction waits in vain; of a write that is dropped it fails with
	 * {@link dev.sodp.client.SodpNotSentException}
	 */
	SodpWriteOperations afterCommit();

	/**
	 * Watches one or several keys; see {@link SodpClient#watch(WatchRequest)}. Methods
	 * annotated with {@link dev.sodp.spring.watch.SodpWatch} need no call of this.
	 * @param <T> type of the values
	 * @param request what to watch and who is told
	 * @return closing it ends the watch
	 */
	<T> Subscription watch(WatchRequest<T> request);

	/**
	 * Watches a key as a tree.
	 * @param key the key
	 * @param callback receives the values
	 * @return closing it ends the watch
	 */
	default Subscription watch(String key, WatchCallback<JsonNode> callback) {
		return watch(WatchRequest.of(key, JsonNode.class, callback));
	}

	/**
	 * Watches a key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @param callback receives the values
	 * @return closing it ends the watch
	 */
	default <T> Subscription watch(String key, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	/**
	 * Watches a key whose values have a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type type of the values
	 * @param callback receives the values
	 * @return closing it ends the watch
	 */
	default <T> Subscription watch(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	/**
	 * Watches several keys with one callback.
	 * @param <T> type of the values
	 * @param keys the keys
	 * @param type class of the values
	 * @param callback receives the values
	 * @return closing it ends the watch of all of them
	 */
	default <T> Subscription watchMany(Collection<String> keys, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.ofMany(keys, type, callback));
	}

	/**
	 * Ends every watch of this application on a key, those of
	 * {@link dev.sodp.spring.watch.SodpWatch} methods too, and forgets its value.
	 * @param key the key; nothing happens if it is not watched
	 */
	void unwatch(String key);

	/**
	 * Whether a key is watched here.
	 * @param key the key
	 * @return true if at least one watch is active
	 */
	boolean isWatching(String key);

	/**
	 * How a watched key stands to the server.
	 * @param key the key
	 * @return empty if the key is not watched
	 */
	Optional<KeyState> keyState(String key);

	/**
	 * Waits, without blocking, until the value known here has reached a version.
	 * @param key a watched key
	 * @param version the version
	 * @param timeout how long to wait at most
	 * @return completes when {@link #get} shows that version or a later one; fails with a
	 * {@link java.util.concurrent.TimeoutException} if it does not in time, and with an
	 * {@link IllegalStateException} if the key is not watched
	 */
	CompletableFuture<Void> await(String key, long version, Duration timeout);

	/**
	 * A handle for one key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @return a light object without state of its own
	 */
	<T> StateRef<T> state(String key, Class<T> type);

	/**
	 * A handle for one key whose values have a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type type of the values
	 * @return a light object without state of its own
	 */
	<T> StateRef<T> state(String key, TypeReference<T> type);

	/**
	 * A handle for one key as a tree.
	 * @param key the key
	 * @return a light object without state of its own
	 */
	default StateRef<JsonNode> state(String key) {
		return state(key, JsonNode.class);
	}

	/**
	 * Hands out the client behind these operations, for what they do not offer.
	 * @param <R> type of the result
	 * @param action uses the client, must not close it
	 * @return what the action returned
	 */
	<R extends @Nullable Object> R execute(Function<? super SodpClient, ? extends R> action);

}
