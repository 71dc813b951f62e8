// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Describes a watch: the keys, the type of their values and the callback. The general
 * form behind {@code SodpClient.watch(…)}. In place of a key it may name all keys with a
 * prefix, such as {@code game.*}, see {@link SodpClient#watchPrefix}. Immutable. All
 * factory methods throw {@link IllegalArgumentException} if there are no keys, or one is
 * empty or cannot be written as UTF-8.
 *
 * @param <T> type the values are converted to
 */
public final class WatchRequest<T> {

	private final List<String> keys;

	private final Type type;

	private final @Nullable AsyncWatchCallback<T> callback;

	private final @Nullable AsyncStateChangeListener<T> changeListener;

	private final @Nullable Object params;

	private final DeliveryMode delivery;

	private final @Nullable Executor executor;

	private final @Nullable Runnable viewListener;

	private WatchRequest(Collection<String> keys, Type type, @Nullable AsyncWatchCallback<T> callback,
			@Nullable AsyncStateChangeListener<T> changeListener, @Nullable Object params, DeliveryMode delivery,
			@Nullable Executor executor, @Nullable Runnable viewListener) {
		keys.forEach(StateKeys::checkSendable);
		this.keys = keys.stream().filter((key) -> !isCovered(key, keys)).toList();
		this.type = Objects.requireNonNull(type, "type must not be null");
		this.callback = callback;
		this.changeListener = changeListener;
		this.params = params;
		this.delivery = Objects.requireNonNull(delivery, "delivery must not be null");
		this.executor = executor;
		this.viewListener = viewListener;
		if (this.keys.isEmpty()) {
			throw new IllegalArgumentException("keys must not be empty");
		}
	}

	/** Whether another name among several stands for this one too. */
	private static boolean isCovered(String key, Collection<String> keys) {
		return keys.stream()
			.anyMatch((other) -> StateKeys.isPattern(other) && !other.equals(key)
					&& key.startsWith(StateKeys.prefix(other)));
	}

	/**
	 * Creates a request to watch the values of a key.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values; {@link JsonNode} for the tree as it is
	 * @param callback receives the values
	 * @return the request
	 */
	public static <T> WatchRequest<T> of(String key, Class<T> type, WatchCallback<? super T> callback) {
		return ofMany(Collections.singletonList(key), type, callback);
	}

	/**
	 * Creates a request to watch the values of a key, which have a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type generic type of the values
	 * @param callback receives the values
	 * @return the request
	 */
	public static <T> WatchRequest<T> of(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return ofMany(Collections.singletonList(key), type, callback);
	}

	/**
	 * Creates a request to watch the values of several keys.
	 * @param <T> type of the values
	 * @param keys the keys, at least one
	 * @param type class of the values; {@link JsonNode} for the tree as it is
	 * @param callback receives the values of all keys
	 * @return the request
	 */
	public static <T> WatchRequest<T> ofMany(Collection<String> keys, Class<T> type,
			WatchCallback<? super T> callback) {
		return values(keys, type, callback);
	}

	/**
	 * Creates a request to watch the values of several keys, which have a generic type.
	 * @param <T> type of the values
	 * @param keys the keys, at least one
	 * @param type generic type of the values
	 * @param callback receives the values of all keys
	 * @return the request
	 */
	public static <T> WatchRequest<T> ofMany(Collection<String> keys, TypeReference<T> type,
			WatchCallback<? super T> callback) {
		return values(keys, type.getType(), callback);
	}

	private static <T> WatchRequest<T> values(Collection<String> keys, Type type, WatchCallback<? super T> callback) {
		return async(keys, type, AsyncWatchCallback.of(callback));
	}

	/**
	 * Creates a request to watch the values of a key with a callback that completes
	 * asynchronously.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values; {@link JsonNode} for the tree as it is
	 * @param callback receives the values
	 * @return the request
	 */
	public static <T> WatchRequest<T> async(String key, Class<T> type, AsyncWatchCallback<T> callback) {
		return async(Collections.singletonList(key), type, callback);
	}

	/**
	 * Creates a request to watch the values of a key, which have a generic type, with a
	 * callback that completes asynchronously.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type generic type of the values
	 * @param callback receives the values
	 * @return the request
	 */
	public static <T> WatchRequest<T> async(String key, TypeReference<T> type, AsyncWatchCallback<T> callback) {
		return async(Collections.singletonList(key), type.getType(), callback);
	}

	/**
	 * Creates a request to watch the values of one or several keys. This is the general
	 * form of a watch of values.
	 * @param <T> the type that {@code type} denotes
	 * @param keys the keys, at least one
	 * @param type Java type of the values; {@link JsonNode} for the tree as it is
	 * @param callback receives the values of all keys
	 * @return the request
	 */
	public static <T> WatchRequest<T> async(Collection<String> keys, Type type, AsyncWatchCallback<T> callback) {
		Objects.requireNonNull(callback, "callback must not be null");
		return new WatchRequest<>(keys, type, callback, null, null, DeliveryMode.EVERY, null, null);
	}

	/**
	 * Creates a request to watch the changes of a key, with the previous value and the
	 * operations that lead to the current one.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values; {@link JsonNode} for the tree as it is
	 * @param listener receives the changes
	 * @return the request
	 */
	public static <T> WatchRequest<T> changes(String key, Class<T> type, StateChangeListener<T> listener) {
		return asyncChanges(Collections.singletonList(key), type, AsyncStateChangeListener.of(listener));
	}

	/**
	 * Creates a request to watch the changes of a key whose values have a generic type.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type generic type of the values
	 * @param listener receives the changes
	 * @return the request
	 */
	public static <T> WatchRequest<T> changes(String key, TypeReference<T> type, StateChangeListener<T> listener) {
		return asyncChanges(Collections.singletonList(key), type.getType(), AsyncStateChangeListener.of(listener));
	}

	/**
	 * Creates a request to watch the changes of a key with a listener that completes
	 * asynchronously.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type class of the values; {@link JsonNode} for the tree as it is
	 * @param listener receives the changes
	 * @return the request
	 */
	public static <T> WatchRequest<T> asyncChanges(String key, Class<T> type, AsyncStateChangeListener<T> listener) {
		return asyncChanges(Collections.singletonList(key), type, listener);
	}

	/**
	 * Creates a request to watch the changes of a key, whose values have a generic type,
	 * with a listener that completes asynchronously.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type generic type of the values
	 * @param listener receives the changes
	 * @return the request
	 */
	public static <T> WatchRequest<T> asyncChanges(String key, TypeReference<T> type,
			AsyncStateChangeListener<T> listener) {
		return asyncChanges(Collections.singletonList(key), type.getType(), listener);
	}

	/**
	 * Creates a request to watch the changes of one or several keys. This is the general
	 * form of a watch of changes.
	 * @param <T> the type that {@code type} denotes
	 * @param keys the keys, at least one
	 * @param type Java type of the values; {@link JsonNode} for the tree as it is
	 * @param listener receives the changes of all keys; those of each key follow on one
	 * another without a gap
	 * @return the request
	 */
	public static <T> WatchRequest<T> asyncChanges(Collection<String> keys, Type type,
			AsyncStateChangeListener<T> listener) {
		Objects.requireNonNull(listener, "listener must not be null");
		return new WatchRequest<>(keys, type, null, listener, null, DeliveryMode.EVERY, null, null);
	}

	/**
	 * Returns a copy of this request with other subscription parameters.
	 * @param newParams parameters for servers that understand them: anything Jackson can
	 * write, or {@code null} for none
	 * @return a new request
	 */
	public WatchRequest<T> withParams(@Nullable Object newParams) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, newParams, this.delivery,
				this.executor, this.viewListener);
	}

	/**
	 * Returns a copy of this request with another way to handle events that arrive faster
	 * than the callback processes them.
	 * @param newDelivery the mode; the default is {@link DeliveryMode#EVERY}
	 * @return a new request
	 */
	public WatchRequest<T> withDelivery(DeliveryMode newDelivery) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, this.params, newDelivery,
				this.executor, this.viewListener);
	}

	/**
	 * Returns a copy of this request whose callbacks run on another executor.
	 * @param newExecutor runs the callbacks, still one at a time per key; {@code null}
	 * for the client's callback executor
	 * @return a new request
	 */
	public WatchRequest<T> withExecutor(@Nullable Executor newExecutor) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, this.params, this.delivery,
				newExecutor, this.viewListener);
	}

	/**
	 * Returns a copy of this request with a listener for the moments at which a watch of
	 * all keys with a prefix is complete: each key that exists and may be read has been
	 * passed to the executor of the callbacks by then. The listener is called on the same
	 * executor, at first and after each reconnect; never for single keys.
	 * @param newViewListener the listener; {@code null} for none
	 * @return a new request
	 */
	public WatchRequest<T> withViewListener(@Nullable Runnable newViewListener) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, this.params, this.delivery,
				this.executor, newViewListener);
	}

	/**
	 * Returns the keys to watch.
	 * @return at least one key or pattern; without those that another pattern of the
	 * request stands for as well
	 */
	public List<String> keys() {
		return this.keys;
	}

	/**
	 * Returns the type the values are converted to.
	 * @return a Java type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Returns the subscription parameters.
	 * @return {@code null} if there are none
	 */
	public @Nullable Object params() {
		return this.params;
	}

	/**
	 * Returns how events that wait for the callback are handled.
	 * @return the mode
	 */
	public DeliveryMode delivery() {
		return this.delivery;
	}

	/**
	 * Returns the executor that runs the callbacks.
	 * @return {@code null} for the client's callback executor
	 */
	public @Nullable Executor executor() {
		return this.executor;
	}

	/**
	 * Returns the listener that is called when a watch of all keys with a prefix is
	 * complete.
	 * @return {@code null} if there is none
	 */
	public @Nullable Runnable viewListener() {
		return this.viewListener;
	}

	/**
	 * Returns the callback that receives the values.
	 * @return empty if the request is for {@linkplain #changeListener() changes}
	 */
	public Optional<AsyncWatchCallback<T>> callback() {
		return Optional.ofNullable(this.callback);
	}

	/**
	 * Returns the listener that receives the changes.
	 * @return empty if the request is for {@linkplain #callback() values}
	 */
	public Optional<AsyncStateChangeListener<T>> changeListener() {
		return Optional.ofNullable(this.changeListener);
	}

}
