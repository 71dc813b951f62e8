// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;

/**
 * A change from one delivered value of a key to the next. Changes follow on one another
 * without a gap: the {@code previous} value of a change is the {@code current} one of the
 * change that the same watch delivered before, even where events were merged, a session
 * was resumed, or a value in between did not fit the type of the watch. As thread-safe as
 * the values are.
 *
 * @param <T> type of the values
 */
public final class StateChange<T> {

	private final @Nullable T previous;

	private final @Nullable T current;

	private final WatchMeta meta;

	private final Supplier<List<DeltaOp>> computation;

	private volatile @Nullable List<DeltaOp> ops;

	private StateChange(@Nullable T previous, @Nullable T current, WatchMeta meta,
			Supplier<List<DeltaOp>> computation) {
		this.previous = previous;
		this.current = current;
		this.meta = Objects.requireNonNull(meta, "meta must not be null");
		this.computation = Objects.requireNonNull(computation, "ops must not be null");
	}

	/**
	 * Creates a change whose operations are computed on demand.
	 * @param <T> type of the values
	 * @param previous the value before, or {@code null}
	 * @param current the value after, or {@code null}
	 * @param meta version and origin of {@code current}
	 * @param ops called on the first {@link #ops()}; concurrent first calls may call it
	 * more than once
	 * @return the change
	 */
	public static <T> StateChange<T> of(@Nullable T previous, @Nullable T current, WatchMeta meta,
			Supplier<List<DeltaOp>> ops) {
		return new StateChange<>(previous, current, meta, ops);
	}

	/**
	 * Returns the value that this watch delivered last.
	 * @return {@code null} on the first change, and if the key did not exist or held null
	 */
	public @Nullable T previous() {
		return this.previous;
	}

	/**
	 * Returns the current value.
	 * @return {@code null} if the key does not exist or holds null
	 */
	public @Nullable T current() {
		return this.current;
	}

	/**
	 * Returns the operations that lead from {@code previous} to {@code current} (protocol
	 * section 4). For a single DELTA these are its own operations, so their number
	 * depends on what changed and not on the size of the value. Where there is no such
	 * delta, for example after a reconnect, they are computed by comparing the two values
	 * on the first call.
	 * @return the operations in order. If no value was delivered before, a single
	 * operation that adds the whole value, or none if the key does not exist. If the key
	 * was deleted, a single operation that removes the whole value
	 */
	public List<DeltaOp> ops() {
		List<DeltaOp> known = this.ops;
		if (known == null) {
			known = List.copyOf(this.computation.get());
			this.ops = known;
		}
		return known;
	}

	/**
	 * Returns key, version and origin of {@code current}.
	 * @return the metadata of the event
	 */
	public WatchMeta meta() {
		return this.meta;
	}

	/** Shows key and version but no values, which may be large or confidential. */
	@Override
	public String toString() {
		return "StateChange[" + this.meta + "]";
	}

}
