// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import dev.sodp.client.KeyStatus;
import dev.sodp.client.StateChange;
import dev.sodp.client.StateChangeListener;
import dev.sodp.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The current value of a key, kept in step with the server. Inject it where the value is
 * needed: <pre class="code">
 * Lobby(&#064;SodpKey("game.player") SodpState&lt;Player&gt; player)
 * </pre> or ask {@link SodpStates} for one. The key is watched from then on until the
 * application context closes; nothing waits for the server.
 *
 * <p>
 * Thread-safe. No method waits for the network. A value is converted once however often
 * it is read, and is shared: do not change it.
 *
 * @param <T> type of the value
 */
public interface SodpState<T> {

	/**
	 * The key.
	 * @return never empty
	 */
	String key();

	/**
	 * The value known here. A write of this client is shown once its future completes.
	 * @return empty before the first snapshot, if the key does not exist, if it holds
	 * null, and after the client was closed
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	Optional<T> get();

	/**
	 * The value known here, or another one.
	 * @param other what to answer if there is no value
	 * @return the value, or {@code other}
	 */
	default @Nullable T orElse(@Nullable T other) {
		T value = get().orElse(null);
		return (value != null) ? value : other;
	}

	/**
	 * The value known here, where there must be one.
	 * @return the value
	 * @throws NoSuchElementException if there is no value; the message says how the key
	 * stands to the server
	 */
	default T require() {
		return get()
			.orElseThrow(() -> new NoSuchElementException("There is no value of '" + key() + "' here: " + status()));
	}

	/**
	 * Version of the value known here.
	 * @return 0 before the first snapshot
	 */
	default long version() {
		return status().version();
	}

	/**
	 * Whether the key exists, as far as it is known here.
	 * @return false before the first snapshot
	 */
	default boolean isInitialized() {
		return status().initialized();
	}

	/**
	 * How the key stands to the server: live, restoring, denied or gone, and since when.
	 * @return a snapshot; of a key that is not watched any more, restoring without
	 * subscribers
	 */
	KeyStatus status();

	/**
	 * Whether the value here follows the server's.
	 * @return false while the server is not connected, the first snapshot is awaited, or
	 * the key is denied
	 */
	default boolean isLive() {
		return staleSince().isEmpty();
	}

	/**
	 * Since when the value here may differ from the server's.
	 * @return empty while it follows the server's
	 */
	default Optional<Instant> staleSince() {
		return status().staleSince();
	}

	/**
	 * Waits, without blocking, for a value.
	 * @param condition tried on the value known here, stale or not, and on each later one
	 * until it is met, never on an absent one; must be quick
	 * @param timeout how long to wait at most; positive
	 * @return completes with the first value that meets the condition; fails with a
	 * {@link java.util.concurrent.TimeoutException} if none does in time, and with what
	 * the condition throws. Cancelling it ends the waiting
	 */
	CompletableFuture<T> await(Predicate<? super T> condition, Duration timeout);

	/**
	 * Has a listener told about each change, first about the value known here. Called on
	 * the callback executor of the client, one call at a time; behind a listener that is
	 * too slow, changes are merged.
	 * @param listener receives the steps, which join without a gap
	 * @return closing it ends the telling, and leaves this state as it is
	 */
	Subscription onChange(StateChangeListener<T> listener);

	/**
	 * The changes for subscribers that say how much they can take. Each subscriber first
	 * gets the value known here. Changes that come while it asks for nothing are merged
	 * into one: it then gets the latest value with the step from what it saw last, and
	 * {@link dev.sodp.client.WatchMeta#merged()} says how many were merged. Signals come
	 * on the callback executor of the client.
	 * @return a publisher for any number of subscribers; completes with the application
	 * context
	 */
	Flow.Publisher<StateChange<T>> changes();

}
