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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * A connection to a SODP server that keeps watched state in sync and writes through
 * calls; after a broken link it reconnects and resumes. Create one with
 * {@link #builder(String)} and share it: it is thread-safe, owns no thread while idle,
 * and every method but {@link #close()} returns at once.
 *
 * <p>
 * Callbacks, listeners and continuations of returned futures run on executors, never on
 * the thread that reads the socket, so they may block and may call the client, also to
 * wait for an answer. Futures never complete on the callback executor, so waiting there
 * cannot dead-lock.
 *
 * <p>
 * Writes fail with {@link SodpRejectedException} (refused, no effect),
 * {@link SodpNotSentException} (never sent, safe to repeat) or
 * {@link SodpOutcomeUnknownException} (sent, but the connection or the time ended first).
 * A value that cannot travel fails with {@link dev.sodp.state.InvalidValueException}.
 */
public interface SodpClient extends AutoCloseable {

	/**
	 * Begins a client.
	 * @param url {@code ws://} or {@code wss://} address of the server
	 * @return a builder with the default options
	 */
	static SodpClientBuilder builder(String url) {
		return new SodpClientBuilder(url);
	}

	/** Starts connecting; does nothing if the client is already started. */
	void start();

	/**
	 * Disconnects and stays so until {@link #start()}. Watches and cached values are
	 * kept; pending calls fail, and so do calls and fetches made while it is stopped.
	 */
	void stop();

	/**
	 * Gives up the current connection, if there is one, and asks for a fresh one at once;
	 * also after {@link ConnectionState#FAILED}. Does nothing if the client is stopped or
	 * closed.
	 */
	void reconnect();

	/**
	 * Disconnects for good, fails everything pending, starts no callback afterwards.
	 * Returns promptly, from any thread.
	 */
	@Override
	void close();

	/**
	 * The first live session.
	 * @return completes with this client when a session has become live since
	 * {@code start()}, and fails with the reason when that cannot happen any more:
	 * refused token, reconnecting switched off, client stopped or closed
	 */
	CompletableFuture<SodpClient> ready();

	/**
	 * Where the connection stands.
	 * @return a snapshot
	 */
	ConnectionStatus status();

	/**
	 * Has a listener told from now on about refused keys and errors.
	 * @param listener who is told
	 */
	void addEventListener(ClientEventListener listener);

	/**
	 * Ends what {@link #addEventListener} began; what is queued may still be told.
	 * @param listener the same object; nothing happens if it was not added
	 */
	void removeEventListener(ClientEventListener listener);

	/**
	 * What this client has done since it was built. Cheap enough for an application to
	 * ask every second.
	 * @return a snapshot
	 */
	ClientStatistics statistics();

	/**
	 * Has a listener told about every later change of the connection's state, beside
	 * those given to the builder.
	 * @param listener called as {@link ConnectionListener} says
	 */
	void addConnectionListener(ConnectionListener listener);

	/**
	 * Tells a listener nothing further; a call that is already on its way still comes.
	 * @param listener what was added; nothing happens if it was not
	 */
	void removeConnectionListener(ConnectionListener listener);

	/**
	 * What the server advertised.
	 * @return empty before the first session
	 */
	default Optional<Capabilities> capabilities() {
		return Optional.ofNullable(status().capabilities());
	}

	/**
	 * Watches one or several keys (protocol section 3). Each callback runs first with the
	 * value already known here, if one is, and then with every change. All watches of a
	 * key share one subscription of the server; keys that are new travel together where
	 * the server allows it. If a key is already watched, its {@code params} stay as they
	 * are.
	 * @param <T> type of the values
	 * @param request what to watch and who is told
	 * @return closing it ends the watch
	 */
	<T> Subscription watch(WatchRequest<T> request);

	default Subscription watch(String key, WatchCallback<JsonNode> callback) {
		return watch(WatchRequest.of(key, JsonNode.class, callback));
	}

	default <T> Subscription watch(String key, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	default <T> Subscription watch(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(key, type, callback));
	}

	default <T> Subscription watchMany(Collection<String> keys, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.ofMany(keys, type, callback));
	}

	/**
	 * Ends all subscriptions of this client to a key and forgets its value.
	 * @param key the key; nothing happens if it is not watched
	 */
	void unwatch(String key);

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

	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Reads a key once, without a lasting watch: the value here if it follows the
	 * server's, else the server is asked.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout how long to wait at most, for a connection too; positive
	 * @return the value, empty if the key does not exist or holds null. Fails with
	 * {@link SodpRejectedException} if the server refuses the key,
	 * {@link java.util.concurrent.TimeoutException} if it does not answer in time,
	 * {@link SodpNotSentException} if no answer can come, and with a
	 * {@link tools.jackson.core.JacksonException} if the value does not fit the type
	 */
	<T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type, Duration timeout);

	<T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type, Duration timeout);

	boolean isWatching(String key);

	/**
	 * How a watched key stands to the server.
	 * @param key the key
	 * @return empty if the key is not watched
	 */
	default Optional<KeyState> keyState(String key) {
		return keyStatus(key).map(KeyStatus::state);
	}

	/**
	 * How a watched key stands to the server, since when, and who watches it.
	 * @param key the key
	 * @return a snapshot; empty if the key is not watched
	 */
	Optional<KeyStatus> keyStatus(String key);

	/**
	 * How all watched keys stand to the server.
	 * @return snapshots taken at the same moment, ordered by key
	 */
	List<KeyStatus> keyStatuses();

	/**
	 * Waits until the value known here has reached a version, such as that of a write
	 * made elsewhere.
	 * @param key a watched key
	 * @param version the version
	 * @param timeout how long to wait at most
	 * @return completes when {@link #get} shows that version or a later one; fails with a
	 * {@link java.util.concurrent.TimeoutException} if it does not in time or the watch
	 * ends, with an {@link IllegalStateException} if the key is not watched, and with a
	 * {@link SodpConnectionException} or {@link SodpAuthenticationException} if the
	 * client is stopped or has given up
	 */
	CompletableFuture<Void> await(String key, long version, Duration timeout);

	/**
	 * Runs a method of the server (protocol section 5).
	 * @param method such as {@code state.set}
	 * @param args anything Jackson writes as an object
	 * @return the RESULT's data; fails as writes do
	 */
	CompletableFuture<JsonNode> call(String method, Object args);

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
	 * Removes an object member or an array element; later elements move up. Removing what
	 * is absent changes nothing. Also ends the presence registered at and below the path.
	 * A server that does not advertise {@link Feature#REMOVE_IN} refuses it with 404.
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
	 * Sets a part of the value of a key for as long as this client is connected: the
	 * server removes it however the session ends, and the client registers it again on
	 * the next one.
	 * @param key the key
	 * @param path a JSON Pointer to an object member
	 * @param value anything Jackson can write
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence: it is removed on the server and not registered again.
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
	 * A handle for one key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values
	 * @return a light object without state of its own
	 */
	<T> StateRef<T> state(String key, Class<T> type);

	<T> StateRef<T> state(String key, TypeReference<T> type);

	/**
	 * What runs the callbacks, for work of the same kind: it may block and may wait for
	 * answers of this client.
	 * @return the executor given to the builder, else the client's own one, which drops
	 * tasks once the client is closed
	 */
	Executor callbackExecutor();

	default StateRef<JsonNode> state(String key) {
		return state(key, JsonNode.class);
	}

}
