// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * A connection to a SODP server that keeps watched state in sync and sends writes as
 * calls. After a broken link it reconnects and resumes. Create one with
 * {@link #builder(String)} and share it: it is thread-safe and owns no thread while idle.
 * Every method except {@link #close()} returns at once.
 *
 * <p>
 * Callbacks, listeners and continuations of returned futures run on executors, never on
 * the thread that reads the socket, so they may block and may call the client, even to
 * wait for an answer. Futures never complete on the callback executor, so waiting there
 * cannot deadlock.
 *
 * <p>
 * A write fails with {@link SodpRejectedException} (refused, no effect),
 * {@link SodpNotSentException} (never sent, safe to repeat) or
 * {@link SodpOutcomeUnknownException} (sent, but the connection or the call timeout ended
 * first). Invalid arguments fail the future too:
 * {@link dev.sodp.state.InvalidValueException} for a value that SODP cannot carry, that
 * refers to itself or that is nested more than 128 levels deep,
 * {@link IllegalArgumentException} for a key, path or value that is invalid in another
 * way. To handle these outcomes as values rather than exceptions, see
 * {@link WriteOutcome#of}.
 */
public interface SodpClient extends AutoCloseable {

	/**
	 * Starts building a client.
	 * @param url {@code ws://} or {@code wss://} address of the server
	 * @return a builder with the default options
	 * @throws IllegalArgumentException if the address is not a valid WebSocket address
	 */
	static SodpClientBuilder builder(String url) {
		return new SodpClientBuilder(url);
	}

	/**
	 * Starts connecting. Does nothing if the client is already started; after
	 * {@link ConnectionState#FAILED} it tries again.
	 */
	void start();

	/**
	 * Disconnects and stays disconnected until {@link #start()}. Watches and cached
	 * values are kept. Pending calls fail, and so do calls and fetches made while the
	 * client is stopped.
	 */
	void stop();

	/**
	 * Drops the current connection, if there is one, and opens a new one at once, even
	 * after {@link ConnectionState#FAILED}. Does nothing if the client is stopped or
	 * closed.
	 */
	void reconnect();

	/**
	 * Disconnects for good and fails everything that is pending. No callback is started
	 * afterwards. Returns promptly and may be called from any thread, including a
	 * callback.
	 */
	@Override
	void close();

	/**
	 * Returns a future that completes with the first live session.
	 * @return completes with this client once a session has become live since
	 * {@code start()}; fails with the reason once that can no longer happen: the token
	 * was refused, reconnecting is switched off, or the client was stopped or closed
	 */
	CompletableFuture<SodpClient> ready();

	/**
	 * Returns the current status of the connection.
	 * @return a snapshot
	 */
	ConnectionStatus status();

	/**
	 * Registers a listener that is notified of refused keys and of errors from now on.
	 * @param listener the listener
	 */
	void addEventListener(ClientEventListener listener);

	/**
	 * Removes a listener added with {@link #addEventListener}. Queued events may still be
	 * delivered.
	 * @param listener the same instance; ignored if it was not added
	 */
	void removeEventListener(ClientEventListener listener);

	/**
	 * Registers a listener that is notified of every later change of the connection
	 * state, in addition to the listeners given to the builder.
	 * @param listener called as described in {@link ConnectionListener}
	 */
	void addConnectionListener(ConnectionListener listener);

	/**
	 * Removes a connection listener. Queued notifications may still be delivered.
	 * @param listener the same instance; ignored if it was not added
	 */
	void removeConnectionListener(ConnectionListener listener);

	/**
	 * Returns what the server advertised in the current or last session (protocol section
	 * 2).
	 * @return empty before the first session
	 */
	default Optional<Capabilities> capabilities() {
		return Optional.ofNullable(status().capabilities());
	}

	/**
	 * Watches one or several keys (protocol section 3). Each callback is first called
	 * with the value already known locally, if there is one, and then with every change.
	 * All watches of a key share one subscription on the server; new keys are requested
	 * together where the server supports it. If a key is already watched, its
	 * {@code params} do not change.
	 * @param <T> type of the values
	 * @param request what to watch and which callback to call
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalStateException if the client is closed
	 * @throws dev.sodp.state.InvalidValueException if the {@code params} cannot be sent
	 */
	<T> Subscription watch(WatchRequest<T> request);

	/**
	 * Watches a key and receives its values as JSON trees.
	 * @param key the key
	 * @param callback called with the value already known locally, if there is one, and
	 * with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalArgumentException if the key is empty or cannot be written as UTF-8
	 * @throws IllegalStateException if the client is closed
	 * @see #watch(WatchRequest)
	 */
	default Subscription watch(String key, WatchCallback<JsonNode> callback) {
		return watch(WatchRequest.of(key, JsonNode.class, callback));
	}

	/**
	 * Watches a key and receives its values converted to a class. A value that does not
	 * fit the type is reported to the {@link SodpErrorListener} and not delivered.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @param callback called with the value already known locally, if there is one, and
	 * with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalArgumentException if the key is empty or cannot be written as UTF-8
	 * @throws IllegalStateException if the client is closed
	 * @see #watch(WatchRequest)
	 */
	default <T> Subscription watch(String key, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	/**
	 * Watches a key and receives its values converted to a generic type. A value that
	 * does not fit the type is reported to the {@link SodpErrorListener} and not
	 * delivered.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type generic type of the values
	 * @param callback called with the value already known locally, if there is one, and
	 * with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalArgumentException if the key is empty or cannot be written as UTF-8
	 * @throws IllegalStateException if the client is closed
	 * @see #watch(WatchRequest)
	 */
	default <T> Subscription watch(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	/**
	 * Watches several keys with one callback. {@link WatchMeta#key()} identifies the key
	 * of a value.
	 * @param <T> type of the values
	 * @param keys the keys, at least one
	 * @param type class of the values
	 * @param callback called for each key with the value already known locally, if there
	 * is one, and with every change
	 * @return a subscription that ends the watch of all the keys when closed
	 * @throws IllegalArgumentException if there are no keys, or one is empty or cannot be
	 * written as UTF-8
	 * @throws IllegalStateException if the client is closed
	 * @see #watch(WatchRequest)
	 */
	default <T> Subscription watchMany(Collection<String> keys, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.ofMany(keys, type, callback));
	}

	/**
	 * Ends all subscriptions of this client to a key and forgets its value.
	 * @param key the key; ignored if it is not watched
	 */
	void unwatch(String key);

	/**
	 * Returns the local value, without asking the server.
	 * @param key the key
	 * @return the value, immutable; empty if the key is not watched, does not exist or
	 * holds null
	 */
	Optional<JsonNode> get(String key);

	/**
	 * Returns the local value, converted to a class, without asking the server.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * Returns the local value, converted to a generic type, without asking the server.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type generic type of the value
	 * @return empty if the key is not watched, does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Reads a key once, without a lasting watch. If the local value is in sync with the
	 * server it is returned; otherwise the server is asked.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout how long to wait at most, including the wait for a connection;
	 * positive
	 * @return the value, empty if the key does not exist or holds null. Fails with
	 * {@link SodpRejectedException} if the server refuses the key,
	 * {@link java.util.concurrent.TimeoutException} if there is no answer in time,
	 * {@link SodpNotSentException} if no answer can come, and
	 * {@link tools.jackson.core.JacksonException} if the value does not fit the type
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type, Duration timeout);

	/**
	 * Reads a key once, like {@link #fetch(String, Class, Duration)}, and converts it to
	 * a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type generic type of the value
	 * @param timeout how long to wait at most, including the wait for a connection;
	 * positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type, Duration timeout);

	/**
	 * Returns whether this client watches a key.
	 * @param key the key
	 * @return {@code true} while at least one subscription to the key is active
	 */
	boolean isWatching(String key);

	/**
	 * Returns whether a watched key is in sync with the server.
	 * @param key the key
	 * @return empty if the key is not watched
	 */
	default Optional<KeyState> keyState(String key) {
		return keyStatus(key).map(KeyStatus::state);
	}

	/**
	 * Returns whether a watched key is in sync with the server, since when, and how many
	 * watches it has.
	 * @param key the key
	 * @return a snapshot; empty if the key is not watched
	 */
	Optional<KeyStatus> keyStatus(String key);

	/**
	 * Returns the status of all watched keys.
	 * @return snapshots taken at the same moment, ordered by key
	 */
	List<KeyStatus> keyStatuses();

	/**
	 * Waits until the local value has reached a version, for example that of a write made
	 * elsewhere.
	 * @param key a watched key
	 * @param version the version
	 * @param timeout how long to wait at most
	 * @return completes when {@link #get} returns that version or a later one; fails with
	 * {@link java.util.concurrent.TimeoutException} if that does not happen in time or
	 * the watch ends, with {@link IllegalStateException} if the key is not watched, and
	 * with {@link SodpConnectionException} or {@link SodpAuthenticationException} if the
	 * client is stopped or has given up
	 */
	CompletableFuture<Void> await(String key, long version, Duration timeout);

	/**
	 * Calls a method of the server (protocol section 5). Queued until the session is
	 * live, see {@link SodpClientBuilder#offlinePolicy}.
	 * @param method name of the method, such as {@code state.set}
	 * @param args anything Jackson can write as a JSON object
	 * @return the data of the RESULT; fails as described in {@link SodpClient}
	 */
	CompletableFuture<JsonNode> call(String method, Object args);

	/**
	 * Replaces the value of a key.
	 * <p>
	 * Queued until the session is live (see {@link SodpClientBuilder#offlinePolicy}).
	 * Completes after the server has applied it and, if this client watches the key,
	 * after {@link #get} returns the new value; see
	 * {@link SodpClientBuilder#readYourWrites}.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the new version; fails with {@link SodpRejectedException} (code 403, 422,
	 * 429 …), {@link SodpNotSentException} (safe to retry) or
	 * {@link SodpOutcomeUnknownException} (sent, but the connection or the call timeout
	 * ended first)
	 */
	CompletableFuture<WriteResult> set(String key, @Nullable Object value);

	/**
	 * Replaces the value of a key, written as a value of a generic type: what the
	 * elements of a {@code List<Animal>} say of their class is then written too. For
	 * parts of a value give a {@link TypedValue}, or use {@link #state}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param value the new value; {@code null} stores null
	 * @param type generic type of the value
	 * @return as {@link #set(String, Object)}
	 */
	default <T> CompletableFuture<WriteResult> set(String key, @Nullable T value, TypeReference<T> type) {
		return set(key, TypedValue.of(value, type));
	}

	/**
	 * Merges an object into the value of a key. Objects are merged recursively; arrays
	 * and scalars are replaced, and null is stored as null. A value that is not an object
	 * is replaced by the patch.
	 * @param key the key
	 * @param patch anything Jackson can write as a JSON object
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> patch(String key, Object patch);

	/**
	 * Sets a part of the value of a key. Missing parents are created (protocol section
	 * 5).
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes an object member or an array element; later elements move up. Removing what
	 * is absent changes nothing. Also ends the presence registered at and below the path.
	 * A server that does not advertise {@link Feature#REMOVE_IN} refuses it with 404.
	 * @param key the key
	 * @param path JSON Pointer to the part
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
	 * Sets a part of the value of a key for as long as this client is connected. The
	 * server removes it when the session ends, for whatever reason, and the client
	 * registers it again in the next session (protocol section 5). If the first
	 * registration is refused or never sent, the future fails and the client does not try
	 * again.
	 * @param key the key
	 * @param path JSON Pointer to an object member
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence: removes it from the server and does not register it again.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> clearPresence(String key, String path);

	/**
	 * Appends an element to the array of a key. Servers that do not support
	 * {@code state.append} refuse the call with code 404.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value);

	/**
	 * Appends an element to the array of a key and drops elements from its front until it
	 * is no longer than {@code maxLength}. Servers that do not support
	 * {@code state.append} refuse the call with code 404.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @param maxLength number of elements to keep, at least 1
	 * @return as {@link #set}
	 * @throws IllegalArgumentException if {@code maxLength} is less than 1
	 */
	CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength);

	/**
	 * Returns a handle for one key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @return a lightweight object that holds no state of its own
	 * @throws IllegalArgumentException if the key is empty or cannot be written as UTF-8
	 */
	<T> StateRef<T> state(String key, Class<T> type);

	/**
	 * Returns a handle for one key whose values have a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type generic type of the values
	 * @return a lightweight object that holds no state of its own
	 * @throws IllegalArgumentException if the key is empty or cannot be written as UTF-8
	 */
	<T> StateRef<T> state(String key, TypeReference<T> type);

	/**
	 * Returns a handle for one key whose values are JSON trees.
	 * @param key the key
	 * @return a lightweight object that holds no state of its own
	 * @throws IllegalArgumentException if the key is empty or cannot be written as UTF-8
	 */
	default StateRef<JsonNode> state(String key) {
		return state(key, JsonNode.class);
	}

	/**
	 * Returns counters of what this client has done since it was built. Cheap enough to
	 * call every second.
	 * @return a snapshot
	 */
	ClientStatistics statistics();

	/**
	 * Returns the executor that runs callbacks, for similar work: tasks may block and may
	 * wait for answers of this client.
	 * @return the executor given to the builder, or the client's own, which drops tasks
	 * once the client is closed
	 */
	Executor callbackExecutor();

}
