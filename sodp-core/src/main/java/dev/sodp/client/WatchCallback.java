package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/**
 * Receives the values of a watched key. Called by the client's callback executor, one
 * call at a time per subscription and in version order; it may block and may use the
 * client. What it throws reaches the {@link SodpErrorListener}.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface WatchCallback<T> {

	/**
	 * Called with each new value.
	 * @param value the value, immutable where it is a JSON tree; null if the key does not
	 * exist or holds null
	 * @param meta version and origin
	 * @throws Exception anything; it is reported and the next event is delivered
	 */
	void onValue(@Nullable T value, WatchMeta meta) throws Exception;

}
