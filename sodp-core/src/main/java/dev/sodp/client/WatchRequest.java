package dev.sodp.client;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What to watch and who is told: the general form behind {@code SodpClient.watch(…)}.
 * Immutable.
 *
 * @param <T> type the values are converted to
 * @param keys the keys, at least one
 * @param type Java type of the values; {@link JsonNode} for the tree as it is
 * @param params opaque subscription parameters for servers that know them, or null
 * @param callback receives the values
 */
public record WatchRequest<T>(List<String> keys, Type type, @Nullable Object params, AsyncWatchCallback<T> callback) {

	public WatchRequest {
		keys = List.copyOf(keys);
		Objects.requireNonNull(type, "type must not be null");
		Objects.requireNonNull(callback, "callback must not be null");
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("keys must not be empty");
		}
		for (String key : keys) {
			Keys.check(key);
		}
	}

	public static <T> WatchRequest<T> of(String key, Class<T> type, WatchCallback<? super T> callback) {
		return new WatchRequest<>(List.of(key), type, null, plain(callback));
	}

	public static <T> WatchRequest<T> of(String key, TypeReference<T> type, WatchCallback<? super T> callback) {
		return new WatchRequest<>(List.of(key), type.getType(), null, plain(callback));
	}

	public static <T> WatchRequest<T> ofMany(Collection<String> keys, Class<T> type,
			WatchCallback<? super T> callback) {
		return new WatchRequest<>(List.copyOf(keys), type, null, plain(callback));
	}

	public static <T> WatchRequest<T> ofMany(Collection<String> keys, TypeReference<T> type,
			WatchCallback<? super T> callback) {
		return new WatchRequest<>(List.copyOf(keys), type.getType(), null, plain(callback));
	}

	public static <T> WatchRequest<T> async(String key, Class<T> type, AsyncWatchCallback<T> callback) {
		return new WatchRequest<>(List.of(key), type, null, callback);
	}

	public static <T> WatchRequest<T> async(String key, TypeReference<T> type, AsyncWatchCallback<T> callback) {
		return new WatchRequest<>(List.of(key), type.getType(), null, callback);
	}

	/**
	 * The same request with subscription parameters.
	 * @param newParams anything Jackson can write, or null for none
	 * @return a new request
	 */
	public WatchRequest<T> withParams(@Nullable Object newParams) {
		return new WatchRequest<>(this.keys, this.type, newParams, this.callback);
	}

	private static <T> AsyncWatchCallback<T> plain(WatchCallback<? super T> callback) {
		Objects.requireNonNull(callback, "callback must not be null");
		return (value, meta) -> {
			callback.onValue(value, meta);
			return CompletableFuture.completedFuture(null);
		};
	}

}
