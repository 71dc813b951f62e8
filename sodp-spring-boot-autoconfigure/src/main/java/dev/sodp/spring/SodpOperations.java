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
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What an application does with SODP state. Inject this interface, implemented by
 * {@link SodpTemplate}, so that tests can replace it.
 *
 * <p>
 * Thread-safe. No method waits for the network: reads answer from what is watched here,
 * writes return a future that fails with {@link dev.sodp.client.SodpRejectedException}
 * (refused, no effect), {@link dev.sodp.client.SodpNotSentException} (never sent, safe to
 * repeat) or {@link dev.sodp.client.SodpOutcomeUnknownException} (sent, but the
 * connection or the time ended first).
 */
public interface SodpOperations {

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
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value anything Jackson can write; null stores null
	 * @return completes after the server applied it and, if the key is watched here,
	 * after {@link #get} shows it
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
	Optional<KeyState> live(String key);

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
