// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What to watch and who is told: the general form behind {@code SodpClient.watch(…)}.
 * Immutable.
 *
 * @param <T> type the values are converted to
 */
public final class WatchRequest<T> {

	private static final CompletableFuture<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

	private final List<String> keys;

	private final Type type;

	private final @Nullable AsyncWatchCallback<T> callback;

	private final @Nullable AsyncStateChangeListener<T> changeListener;

	private final @Nullable Object params;

	private final DeliveryMode delivery;

	private final @Nullable Executor executor;

	private WatchRequest(Collection<String> keys, Type type, @Nullable AsyncWatchCallback<T> callback,
			@Nullable AsyncStateChangeListener<T> changeListener, @Nullable Object params, DeliveryMode delivery,
			@Nullable Executor executor) {
		this.keys = List.copyOf(keys);
		this.type = Objects.requireNonNull(type, "type must not be null");
		this.callback = callback;
		this.changeListener = changeListener;
		this.params = params;
		this.delivery = Objects.requireNonNull(delivery, "delivery must not be null");
		this.executor = executor;
		if (this.keys.isEmpty()) {
			throw new IllegalArgumentException("keys must not be empty");
		}
		for (String key : this.keys) {
			StateKeys.checkSendable(key);
		}
	}

	public static <T> WatchRequest<T> of(String key, Class<T> type, WatchCallback<? super T> callback) {
		return ofMany(List.of(key), type, callback);
	}

	public static <T> WatchRequest<T> of(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return ofMany(List.of(key), type, callback);
	}

	public static <T> WatchRequest<T> ofMany(Collection<String> keys, Class<T> type,
			WatchCallback<? super T> callback) {
		return values(keys, type, callback);
	}

	public static <T> WatchRequest<T> ofMany(Collection<String> keys, TypeReference<T> type,
			WatchCallback<? super T> callback) {
		return values(keys, type.getType(), callback);
	}

	private static <T> WatchRequest<T> values(Collection<String> keys, Type type, WatchCallback<? super T> callback) {
		Objects.requireNonNull(callback, "callback must not be null");
		return async(keys, type, (value, meta) -> {
			callback.onValue(value, meta);
			return DONE;
		});
	}

	public static <T> WatchRequest<T> async(String key, Class<T> type, AsyncWatchCallback<T> callback) {
		return async(List.of(key), type, callback);
	}

	public static <T> WatchRequest<T> async(String key, TypeReference<T> type, AsyncWatchCallback<T> callback) {
		return async(List.of(key), type.getType(), callback);
	}

	/**
	 * The general form of a watch of values.
	 * @param <T> what {@code type} says
	 * @param keys the keys, at least one
	 * @param type Java type of the values; {@link JsonNode} for the tree as it is
	 * @param callback receives the values of all keys
	 * @return a request
	 */
	public static <T> WatchRequest<T> async(Collection<String> keys, Type type, AsyncWatchCallback<T> callback) {
		Objects.requireNonNull(callback, "callback must not be null");
		return new WatchRequest<>(keys, type, callback, null, null, DeliveryMode.EVERY, null);
	}

	/**
	 * A watch that is told the steps from value to value.
	 * @param <T> type of the values
	 * @param key the key
	 * @param type Java type of the values; {@link JsonNode} for the tree as it is
	 * @param listener receives the steps
	 * @return a request
	 */
	public static <T> WatchRequest<T> changes(String key, Class<T> type, StateChangeListener<T> listener) {
		return asyncChanges(List.of(key), type, plain(listener));
	}

	public static <T> WatchRequest<T> changes(String key, TypeReference<T> type, StateChangeListener<T> listener) {
		return asyncChanges(List.of(key), type.getType(), plain(listener));
	}

	public static <T> WatchRequest<T> asyncChanges(String key, Class<T> type, AsyncStateChangeListener<T> listener) {
		return asyncChanges(List.of(key), type, listener);
	}

	public static <T> WatchRequest<T> asyncChanges(String key, TypeReference<T> type,
			AsyncStateChangeListener<T> listener) {
		return asyncChanges(List.of(key), type.getType(), listener);
	}

	/**
	 * The general form of a watch of steps from value to value.
	 * @param <T> what {@code type} says
	 * @param keys the keys, at least one
	 * @param type Java type of the values; {@link JsonNode} for the tree as it is
	 * @param listener receives the steps of all keys; those of one key join
	 * @return a request
	 */
	public static <T> WatchRequest<T> asyncChanges(Collection<String> keys, Type type,
			AsyncStateChangeListener<T> listener) {
		Objects.requireNonNull(listener, "listener must not be null");
		return new WatchRequest<>(keys, type, null, listener, null, DeliveryMode.EVERY, null);
	}

	private static <T> AsyncStateChangeListener<T> plain(StateChangeListener<T> listener) {
		Objects.requireNonNull(listener, "listener must not be null");
		return (change) -> {
			listener.onChange(change);
			return DONE;
		};
	}

	/**
	 * The same request with subscription parameters.
	 * @param newParams opaque parameters for servers that know them: anything Jackson can
	 * write, or null for none
	 * @return a new request
	 */
	public WatchRequest<T> withParams(@Nullable Object newParams) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, newParams, this.delivery,
				this.executor);
	}

	/**
	 * The same request with another answer to events that come faster than the callback
	 * takes them.
	 * @param newDelivery the mode; {@link DeliveryMode#EVERY} unless said otherwise
	 * @return a new request
	 */
	public WatchRequest<T> withDelivery(DeliveryMode newDelivery) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, this.params, newDelivery,
				this.executor);
	}

	/**
	 * The same request with callbacks on an executor of its own.
	 * @param newExecutor runs the callbacks, which still come one at a time per key, or
	 * null for the client's callback executor
	 * @return a new request
	 */
	public WatchRequest<T> withExecutor(@Nullable Executor newExecutor) {
		return new WatchRequest<>(this.keys, this.type, this.callback, this.changeListener, this.params, this.delivery,
				newExecutor);
	}

	/**
	 * What is watched.
	 * @return at least one key
	 */
	public List<String> keys() {
		return this.keys;
	}

	/**
	 * What the values are converted to.
	 * @return a Java type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * The subscription parameters.
	 * @return null if there are none
	 */
	public @Nullable Object params() {
		return this.params;
	}

	/**
	 * What happens to events that wait.
	 * @return the mode
	 */
	public DeliveryMode delivery() {
		return this.delivery;
	}

	/**
	 * What runs the callbacks.
	 * @return null for the client's callback executor
	 */
	public @Nullable Executor executor() {
		return this.executor;
	}

	/**
	 * Returns what receives the values.
	 * @return empty if the request is one for {@linkplain #changeListener() changes}
	 */
	public Optional<AsyncWatchCallback<T>> callback() {
		return Optional.ofNullable(this.callback);
	}

	/**
	 * Returns what receives the steps from value to value.
	 * @return empty if the request is one for {@linkplain #callback() values}
	 */
	public Optional<AsyncStateChangeListener<T>> changeListener() {
		return Optional.ofNullable(this.changeListener);
	}

}
