// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.StateChangeListener;
import dev.sodp.client.StateWrites;
import dev.sodp.client.Subscription;
import dev.sodp.client.UpdateResult;
import org.jspecify.annotations.Nullable;

/**
 * The current value of a key, kept in sync with the server, and writes of it. Inject it
 * where the value is needed, or obtain it from {@link SodpStates}:
 *
 * <pre class="code">
 * Lobby(&#064;SodpKey("game.player") SodpState&lt;Player&gt; player)
 * </pre>
 *
 * <p>
 * The key is watched from then on until the application context closes; injection does
 * not wait for the server.
 *
 * <p>
 * In place of a key, a pattern such as {@code game.*} stands for all keys with a prefix,
 * those that exist and those that will, and {@code *} for all keys. The value is then an
 * unmodifiable map of their values, in the order of the keys:
 *
 * <pre class="code">
 * Lobby(&#064;SodpKey("game.*") SodpState&lt;Map&lt;String, Player&gt;&gt; players)
 * </pre>
 *
 * There is no value before all keys are known for the first time; afterwards the map is
 * empty while there are no keys. Keys that hold null are left out. Only the entries that
 * have changed are converted again, the others are those of the previous map. Operations
 * of a change are relative to the map, with the key as the first segment of their paths.
 * The version is the highest that is known. All writes fail: write the single keys. A
 * server that cannot watch prefixes refuses the watch, and the status is
 * {@link dev.sodp.client.KeyState#DENIED DENIED}.
 *
 * <p>
 * Thread-safe. No method waits for the network. A value is converted once, however often
 * it is read, and shared by all readers: do not modify it.
 *
 * @param <T> type of the value
 */
public interface SodpState<T> extends StateWrites<T> {

	/**
	 * Returns the key.
	 * @return the key, or the pattern that stands for all keys with a prefix; never empty
	 */
	String key();

	/**
	 * Returns the locally known value. A write of this client is visible here once its
	 * future has completed.
	 * @return the value; empty before the first snapshot, if the key does not exist or
	 * holds null, and after the client has been closed
	 * @throws tools.jackson.core.JacksonException if the value cannot be converted
	 */
	Optional<T> get();

	/**
	 * Returns the locally known value, or the given one if there is none.
	 * @param other the value to return if there is none
	 * @return the value, or {@code other}
	 */
	default @Nullable T orElse(@Nullable T other) {
		T value = get().orElse(null);
		return (value != null) ? value : other;
	}

	/**
	 * Returns the locally known value, which must be present.
	 * @return the value
	 * @throws NoSuchElementException if there is no value; the message contains the
	 * {@linkplain #status() status} of the key
	 */
	default T require() {
		return get()
			.orElseThrow(() -> new NoSuchElementException("There is no value of '" + key() + "' here: " + status()));
	}

	/**
	 * Returns the version of the locally known value.
	 * @return the version; 0 before the first snapshot
	 */
	default long version() {
		return status().version();
	}

	/**
	 * Returns whether the key exists, as far as is known locally.
	 * @return false before the first snapshot
	 */
	default boolean isInitialized() {
		return status().initialized();
	}

	/**
	 * Returns how in step the local value is with the server: live, restoring, denied or
	 * gone, and since when.
	 * @return a snapshot; of a key that is no longer watched, restoring without
	 * subscribers
	 */
	KeyStatus status();

	/**
	 * Returns whether the local value is in step with the server.
	 * @return false while disconnected, before the first snapshot, or if the key is
	 * denied
	 */
	default boolean isLive() {
		return staleSince().isEmpty();
	}

	/**
	 * Returns since when the local value may differ from the server's.
	 * @return empty while the value is in step with the server
	 */
	default Optional<Instant> staleSince() {
		return status().staleSince();
	}

	/**
	 * Returns a future that completes with the first value that meets a condition.
	 * @param condition tested against the locally known value, stale or not, and every
	 * later one until it is met; never called without a value. Must be quick
	 * @param timeout maximum time to wait; must be positive
	 * @return completes with the first value that meets the condition; fails with a
	 * {@link java.util.concurrent.TimeoutException} if none does in time, or with what
	 * the condition throws. Cancelling the future ends the wait
	 */
	CompletableFuture<T> await(Predicate<? super T> condition, Duration timeout);

	/**
	 * Registers a listener that is notified of each change, starting with the locally
	 * known value. It is called on the callback executor of the client, one call at a
	 * time; if it is too slow, changes are conflated.
	 * @param listener receives the changes, which follow each other without a gap
	 * @return a subscription; closing it removes the listener but does not affect this
	 * state
	 */
	Subscription onChange(StateChangeListener<T> listener);

	/**
	 * Returns a publisher of the changes that honors back-pressure. Each subscriber first
	 * receives the locally known value. Changes that arrive while there is no demand are
	 * conflated: the subscriber then receives the latest value with the change since the
	 * value it saw last, and {@link dev.sodp.client.WatchMeta#merged()} returns how many
	 * changes were conflated. Signals are sent on the callback executor of the client.
	 * @return a publisher for any number of subscribers; completes when the application
	 * context is closed
	 */
	Flow.Publisher<StateChange<T>> changes();

	/**
	 * Returns the writes of this state, applied only to one version of the key; see
	 * {@link SodpClient#ifVersion(long)}. With {@link #version()} they have an effect
	 * only if the value is still the one that is known here.
	 * @param version the version that the key must have; 0 as for {@link #ifAbsent()}
	 * @return the writes; may be kept and shared
	 * @throws IllegalArgumentException if the version is negative
	 */
	StateWrites<T> ifVersion(long version);

	/**
	 * Returns the writes of this state, applied only if the key does not exist; see
	 * {@link SodpClient#ifAbsent()}.
	 * @return the writes; may be kept and shared
	 */
	StateWrites<T> ifAbsent();

	/**
	 * Replaces the value by what a function makes of it, and begins again if somebody
	 * else has changed the key meanwhile; see
	 * {@link SodpClient#update(String, Class, UnaryOperator)}.
	 * @param function computes the new value from the current one, or from null if the
	 * key does not exist; called on the callback executor of the client, as often as it
	 * takes, so it must be pure
	 * @return completes with the value written and its version, once {@link #get} returns
	 * it
	 */
	CompletableFuture<UpdateResult<T>> update(UnaryOperator<@Nullable T> function);

}
