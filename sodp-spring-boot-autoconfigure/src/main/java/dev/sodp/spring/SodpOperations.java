// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchCallback;
import dev.sodp.client.WatchRequest;
import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Operations on SODP state. Inject this interface, which {@link SodpTemplate} implements,
 * so that tests can replace it.
 *
 * <p>
 * Thread-safe. Only the methods whose name ends in {@code AndWait} wait for the network:
 * reads are answered from what this client watches, all other methods return a future.
 */
public interface SodpOperations extends SodpWriteOperations, SodpBlockingOperations {

	/**
	 * Returns the locally known value of a key, without asking the server.
	 * @param key the key
	 * @return the value; empty if the key is not watched, does not exist or holds null
	 */
	Optional<JsonNode> get(String key);

	/**
	 * Returns the locally known value of a key, converted to a class.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value; empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value cannot be converted
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * Returns the locally known value of a key, converted to a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return the value; empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value cannot be converted
	 */
	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Returns the locally known values of all watched keys with a prefix; see
	 * {@link SodpClient#getPrefix(String, Class)}. For a map that is read often, inject a
	 * {@link SodpState}.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment, such as
	 * {@code game.}; empty for all keys
	 * @param type class of the values
	 * @return the values by key, without keys that do not exist or hold null;
	 * unmodifiable
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 * @throws tools.jackson.core.JacksonException if a value cannot be converted
	 */
	<T> SortedMap<String, T> getPrefix(String prefix, Class<T> type);

	/**
	 * Returns the locally known values of all watched keys with a prefix, converted to a
	 * generic type; see {@link #getPrefix(String, Class)}.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment; empty
	 * for all keys
	 * @param type type of the values
	 * @return as {@link #getPrefix(String, Class)}
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 * @throws tools.jackson.core.JacksonException if a value cannot be converted
	 */
	<T> SortedMap<String, T> getPrefix(String prefix, TypeReference<T> type);

	/**
	 * Reads a key once, without keeping it watched, for no longer than the default
	 * timeout; see {@link #fetch(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type);

	/**
	 * Reads a key once, as a generic type; see {@link #fetch(String, Class)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type);

	/**
	 * Reads a key once, without keeping it watched. Answered locally if the key is
	 * watched and in step with the server; otherwise the server is asked. The local value
	 * may be older than a write that another client knows to be applied;
	 * {@link #fetchFromServer} is not.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout maximum time to wait, including for a connection; must be positive
	 * @return completes with the value, or empty if the key does not exist or holds null.
	 * Fails with {@link dev.sodp.client.SodpRejectedException} if the server refuses the
	 * key, {@link java.util.concurrent.TimeoutException} if it does not answer in time,
	 * {@link dev.sodp.client.SodpNotSentException} if no answer can come, or a
	 * {@link tools.jackson.core.JacksonException} if the value cannot be converted
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type, Duration timeout);

	/**
	 * Reads a key once, as a generic type; see {@link #fetch(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @param timeout maximum time to wait, including for a connection; must be positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type, Duration timeout);

	/**
	 * Reads a key once, always from the server: the value contains every write that was
	 * acknowledged to anyone before the call. If the key is watched here, its watches
	 * receive a snapshot as well; see
	 * {@link SodpClient#fetchFromServer(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout maximum time to wait, including for a connection; must be positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetchFromServer(String key, Class<T> type, Duration timeout);

	/**
	 * Reads a key once, always from the server, as a generic type; see
	 * {@link #fetchFromServer(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @param timeout maximum time to wait, including for a connection; must be positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 */
	<T> CompletableFuture<Optional<T>> fetchFromServer(String key, TypeReference<T> type, Duration timeout);

	@Override
	ConditionalSodpOperations ifVersion(long version);

	@Override
	ConditionalSodpOperations ifAbsent();

	/**
	 * Returns write operations that take part in the Spring transaction of the calling
	 * thread. Writes are sent once the transaction has committed, in the order of the
	 * calls and with the state of their arguments at that time; they are discarded if the
	 * transaction, or the nested transaction in which they were made, is rolled back.
	 * Without a transaction they are sent immediately.
	 * @return the write operations. Their futures complete after the commit, so do not
	 * wait for them within the transaction; the future of a discarded write fails with
	 * {@link dev.sodp.client.SodpNotSentException}
	 */
	SodpWriteOperations afterCommit();

	/**
	 * Watches one or several keys; see {@link SodpClient#watch(WatchRequest)}. Not needed
	 * for methods annotated with {@link dev.sodp.spring.watch.SodpWatch}.
	 * @param <T> type of the values
	 * @param request the keys and the callback
	 * @return a subscription; closing it ends the watch
	 */
	<T> Subscription watch(WatchRequest<T> request);

	/**
	 * Watches a key and passes its values to a callback as trees.
	 * @param key the key
	 * @param callback receives the values, on the callback executor of the client
	 * @return a subscription; closing it ends the watch
	 */
	default Subscription watch(String key, WatchCallback<JsonNode> callback) {
		return watch(WatchRequest.of(key, JsonNode.class, callback));
	}

	/**
	 * Watches a key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @param callback receives the values, on the callback executor of the client
	 * @return a subscription; closing it ends the watch
	 */
	default <T> Subscription watch(String key, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	/**
	 * Watches a key whose values are of a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type type of the values
	 * @param callback receives the values, on the callback executor of the client
	 * @return a subscription; closing it ends the watch
	 */
	default <T> Subscription watch(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	/**
	 * Watches several keys with a single callback.
	 * @param <T> type of the values
	 * @param keys the keys
	 * @param type class of the values
	 * @param callback receives the values, on the callback executor of the client
	 * @return a subscription; closing it ends the watch of all keys
	 */
	default <T> Subscription watchMany(Collection<String> keys, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.ofMany(keys, type, callback));
	}

	/**
	 * Watches all keys with a prefix, those that exist and those that will; see
	 * {@link SodpClient#watchPrefix(String, Class, WatchCallback)}.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment, such as
	 * {@code game.}; empty for all keys
	 * @param type class of the values
	 * @param callback receives the values of each key, on the callback executor of the
	 * client; calls for different keys may overlap
	 * @return a subscription; closing it ends the watch
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 */
	default <T> Subscription watchPrefix(String prefix, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(StateKeys.pattern(prefix), type, callback));
	}

	/**
	 * Watches all keys with a prefix whose values are of a generic type; see
	 * {@link #watchPrefix(String, Class, WatchCallback)}.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment; empty
	 * for all keys
	 * @param type type of the values
	 * @param callback receives the values of each key
	 * @return a subscription; closing it ends the watch
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 */
	default <T> Subscription watchPrefix(String prefix, TypeReference<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(StateKeys.pattern(prefix), type, callback));
	}

	/**
	 * Ends every watch of the client on a key, including those of
	 * {@link dev.sodp.spring.watch.SodpWatch} methods, and discards its value.
	 * @param key the key, or a pattern such as {@code game.*}; ignored if it is not
	 * watched
	 */
	void unwatch(String key);

	/**
	 * Returns whether the client watches a key.
	 * @param key the key, or a pattern such as {@code game.*}
	 * @return true if at least one watch is active
	 */
	boolean isWatching(String key);

	/**
	 * Returns how in step the local value of a watched key is with the server.
	 * @param key the key, or a pattern such as {@code game.*}
	 * @return the state of the key; empty if it is not watched
	 */
	Optional<KeyState> keyState(String key);

	/**
	 * Returns a future that completes when the locally known value has reached a version.
	 * @param key a watched key
	 * @param version the version
	 * @param timeout maximum time to wait
	 * @return completes when {@link #get} returns that version or a later one; fails with
	 * a {@link java.util.concurrent.TimeoutException} if that does not happen in time, or
	 * an {@link IllegalStateException} if the key is not watched
	 */
	CompletableFuture<Void> await(String key, long version, Duration timeout);

	/**
	 * Returns a handle for a key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @return a lightweight, stateless handle
	 */
	<T> StateRef<T> state(String key, Class<T> type);

	/**
	 * Returns a handle for a key whose values are of a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type type of the values
	 * @return a lightweight, stateless handle
	 */
	<T> StateRef<T> state(String key, TypeReference<T> type);

	/**
	 * Returns a handle for a key whose values are trees.
	 * @param key the key
	 * @return a lightweight, stateless handle
	 */
	default StateRef<JsonNode> state(String key) {
		return state(key, JsonNode.class);
	}

	/**
	 * Calls an action with the underlying client, for anything these operations do not
	 * offer.
	 * @param <R> type of the result
	 * @param action the action; it must not close the client
	 * @return the result of the action
	 */
	<R extends @Nullable Object> R execute(Function<? super SodpClient, ? extends R> action);

}
