// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.state.StateKeys;
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
public interface SodpClient extends SodpWrites, AutoCloseable {

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
	 * Watches all keys with a prefix, those that exist and those that will (protocol
	 * section 3). The callback is called for each key that exists and is readable, with
	 * every change of one, also when one is created, and with {@code null} and
	 * {@link WatchMeta#initialized()} {@code false} when one ceases to exist; calls for
	 * different keys may overlap. {@link WatchMeta#key()} identifies the key. A key need
	 * not be watched by itself to be read with {@link #get} or awaited, and what this
	 * client writes can be read as in any other watch; only a key that a write creates
	 * may arrive a little later, if the server has to ask its access policy about it.
	 * <p>
	 * Needs a server that advertises {@link Feature#PREFIX_WATCH}, such as the one of
	 * this library. Any other refuses it: its state is {@link KeyState#DENIED}, and event
	 * listeners are notified with the reason. {@link #keyStatus(String)} and
	 * {@link #unwatch(String)} take it by its pattern, such as {@code game.*}, and
	 * {@code watch} takes a pattern in place of a key.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment, such as
	 * {@code game.}; empty for all keys
	 * @param type class of the values; {@link JsonNode} for the tree as it is
	 * @param callback called for each key with the value already known locally, if there
	 * is one, and with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 * @throws IllegalStateException if the client is closed
	 * @see #watch(WatchRequest)
	 */
	default <T> Subscription watchPrefix(String prefix, Class<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(StateKeys.pattern(prefix), type, callback));
	}

	/**
	 * Watches all keys with a prefix, whose values have a generic type; see
	 * {@link #watchPrefix(String, Class, WatchCallback)}.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment; empty
	 * for all keys
	 * @param type generic type of the values
	 * @param callback called for each key with the value already known locally, if there
	 * is one, and with every change
	 * @return a subscription that ends the watch when closed
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 * @throws IllegalStateException if the client is closed
	 */
	default <T> Subscription watchPrefix(String prefix, TypeReference<T> type, WatchCallback<? super T> callback) {
		return watch(WatchRequest.of(StateKeys.pattern(prefix), type, callback));
	}

	/**
	 * Ends all subscriptions of this client to a key, or to a prefix, and forgets what no
	 * other subscription needs.
	 * @param key the key, or a pattern such as {@code game.*}; ignored if it is not
	 * watched
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
	 * Returns the local values of all watched keys with a prefix, whether they are
	 * watched by themselves or by a prefix, without asking the server. Takes time in
	 * proportion to the number of keys that this client watches.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment, such as
	 * {@code game.}; empty for all keys
	 * @param type class of the values
	 * @return the values by key, without keys that do not exist or hold null;
	 * unmodifiable. Values of different keys need not be of the same moment
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 * @throws tools.jackson.core.JacksonException if a value does not fit the type
	 */
	<T> SortedMap<String, T> getPrefix(String prefix, Class<T> type);

	/**
	 * Returns the local values of all watched keys with a prefix, converted to a generic
	 * type; see {@link #getPrefix(String, Class)}.
	 * @param <T> type of the values
	 * @param prefix what the keys begin with, including the dot after a segment; empty
	 * for all keys
	 * @param type generic type of the values
	 * @return as {@link #getPrefix(String, Class)}
	 * @throws IllegalArgumentException if the prefix is neither empty nor ends with a dot
	 * @throws tools.jackson.core.JacksonException if a value does not fit the type
	 */
	<T> SortedMap<String, T> getPrefix(String prefix, TypeReference<T> type);

	/**
	 * Reads a key once, without a lasting watch. If the local value is in sync with the
	 * server it is returned; otherwise the server is asked. The local value contains what
	 * this client has written, but may be older than a write that another client knows to
	 * be applied, whose delta is still on its way; {@link #fetchFromServer} is not.
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
	 * Reads a key once, always from the server: the value contains every write that was
	 * acknowledged to anyone before the call. If the key is watched here, it is requested
	 * again: until the answer its state is {@link KeyState#RESTORING}, and its watches
	 * then receive a snapshot. A server that consists of several nodes may know less.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param timeout how long to wait at most, including the wait for a connection;
	 * positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	<T> CompletableFuture<Optional<T>> fetchFromServer(String key, Class<T> type, Duration timeout);

	/**
	 * Reads a key once, always from the server, and converts it to a generic type; see
	 * {@link #fetchFromServer(String, Class, Duration)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type generic type of the value
	 * @param timeout how long to wait at most, including the wait for a connection;
	 * positive
	 * @return as {@link #fetch(String, Class, Duration)}
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	<T> CompletableFuture<Optional<T>> fetchFromServer(String key, TypeReference<T> type, Duration timeout);

	/**
	 * Returns whether this client watches a key, by itself or by a prefix, or a prefix.
	 * @param key the key, or a pattern such as {@code game.*}
	 * @return {@code true} while at least one subscription to it is active
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
	 * @param key the key, or a pattern such as {@code game.*}: such a watch is in sync
	 * when all its keys are
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
	 * Calls a method of the server and converts what it returns to a class; see
	 * {@link #call(String, Object)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args anything Jackson can write as a JSON object
	 * @param type class of the result
	 * @return the data of the RESULT, {@code null} if that is null; fails as described in
	 * {@link SodpClient}, or with a {@link tools.jackson.core.JacksonException} if the
	 * method has succeeded with data that cannot be converted
	 */
	<T> CompletableFuture<@Nullable T> call(String method, Object args, Class<T> type);

	/**
	 * Calls a method of the server and converts what it returns to a generic type; see
	 * {@link #call(String, Object, Class)}.
	 * @param <T> type of the result
	 * @param method name of the method, such as {@code cart.checkout}
	 * @param args anything Jackson can write as a JSON object
	 * @param type type of the result
	 * @return as {@link #call(String, Object, Class)}
	 */
	<T> CompletableFuture<@Nullable T> call(String method, Object args, TypeReference<T> type);

	/**
	 * Sets a part of the value of a key for as long as this client is connected. The
	 * server removes it when the session ends, for whatever reason, and the client
	 * registers it again in the next session (protocol section 5). If the first
	 * registration is refused or never sent, the future fails and the client does not try
	 * again. The published server in Go refuses it.
	 * <p>
	 * When the client moves to a session with a fresh token, a server that advertises
	 * {@link Feature#PRESENCE_OWNER} does not remove it in between; with others it is
	 * away for a moment.
	 * @param key the key
	 * @param path JSON Pointer to an object member
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value);

	/**
	 * Withdraws a presence: removes it from the server and does not register it again. A
	 * server that does not advertise {@link Feature#REMOVE_IN} keeps null in its place.
	 * @param key the key
	 * @param path the JSON Pointer it was registered with
	 * @return as {@link #set}
	 */
	CompletableFuture<WriteResult> clearPresence(String key, String path);

	/**
	 * Returns the writes of this client, applied only to one version of a key (protocol
	 * section 5): {@code client.ifVersion(7).set("game", value)} has an effect only if
	 * {@code game} exists and has version 7. The version of a key is in
	 * {@link WatchMeta}, {@link KeyStatus} and {@link WriteResult}.
	 * <p>
	 * If the key has another version or does not exist, the write fails with
	 * {@link SodpVersionConflictException} and has no effect. A server that does not
	 * advertise {@link Feature#IF_VERSION} would ignore the condition, so it is not sent
	 * there and fails with {@link SodpUnsupportedException}. A queued write keeps its
	 * condition; it fails with {@link SodpNotSentException} if the server has started a
	 * new history meanwhile, in which the version means something else. The client never
	 * sends a conditional write twice, whatever
	 * {@link SodpClientBuilder#retryWrites(boolean)} says: the second one could be
	 * refused because the first was applied.
	 * @param version the version that the key must have; 0 as for {@link #ifAbsent()}
	 * @return the writes; may be kept and shared
	 * @throws IllegalArgumentException if the version is negative
	 */
	SodpWrites ifVersion(long version);

	/**
	 * Returns the writes of this client, applied only to a key that does not exist: that
	 * was never written, or has been deleted. A key that holds null exists. Otherwise as
	 * {@link #ifVersion(long)}.
	 * @return the writes; may be kept and shared
	 */
	SodpWrites ifAbsent();

	/**
	 * Replaces the value of a key by what a function makes of it, without losing what
	 * others write meanwhile: reads the value, calls the function, and writes its result
	 * if the key still has the same version. If not, all of this is repeated, up to 50
	 * times, with a random delay of 1 to 200 ms that grows on average.
	 * <p>
	 * The function may be called several times, on the callback executor, so it must be
	 * pure: no effect but its result. Null stands for a key that does not exist and for
	 * one that holds null; a result of null is stored. If it throws, nothing is written
	 * and the future fails with what it threw. To end an update early, cancel its future;
	 * what has been sent is not taken back.
	 * <p>
	 * Reads and writes wait for a connection, each for at most
	 * {@link SodpClientBuilder#callTimeout}. The key is watched until the update ends. If
	 * you update a key often, watch it, so that its value is at hand.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function computes the new value from the current one
	 * @return the value written and its version. Fails with
	 * {@link SodpUpdateConflictException} if others were faster each time, with
	 * {@link SodpUnsupportedException}, before the function is called, if the server does
	 * not advertise {@link Feature#IF_VERSION}, with {@link SodpOutcomeUnknownException}
	 * if the last write may have been applied or not, which ends the update, with
	 * {@link SodpRejectedException} if the server refuses to send the value or to store
	 * the new one, with {@link SodpNotSentException} if no connection comes, and with
	 * {@link tools.jackson.core.JacksonException} if the value does not fit the type
	 */
	<T> CompletableFuture<UpdateResult<T>> update(String key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Replaces the value of a key by what a function makes of it, as a value of a generic
	 * type; see {@link #update(String, Class, UnaryOperator)}.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type generic type of the value
	 * @param function computes the new value from the current one; must be pure
	 * @return as {@link #update(String, Class, UnaryOperator)}
	 */
	<T> CompletableFuture<UpdateResult<T>> update(String key, TypeReference<T> type,
			UnaryOperator<@Nullable T> function);

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
