// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;

/**
 * A step from one delivered value of a key to the next. Steps join without a gap: the
 * {@code previous} value of a step is the {@code current} one of the step that the same
 * watch delivered before, also where events were merged, a session was resumed, or a
 * value between them did not fit the type of the watch. Thread-safe as far as the values
 * are.
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
	 * A step whose operations are computed when somebody asks for them.
	 * @param <T> type of the values
	 * @param previous the value before, or null
	 * @param current the value after, or null
	 * @param meta version and origin of {@code current}
	 * @param ops called on the first {@link #ops()}, rarely more than once
	 * @return a step
	 */
	public static <T> StateChange<T> of(@Nullable T previous, @Nullable T current, WatchMeta meta,
			Supplier<List<DeltaOp>> ops) {
		return new StateChange<>(previous, current, meta, ops);
	}

	/**
	 * The value that this watch delivered last.
	 * @return null on the first step, and if the key did not exist or held null
	 */
	public @Nullable T previous() {
		return this.previous;
	}

	/**
	 * The value now.
	 * @return null if the key does not exist or holds null
	 */
	public @Nullable T current() {
		return this.current;
	}

	/**
	 * What leads from {@code previous} to {@code current} (protocol section 4). For a
	 * single DELTA these are its own operations, so their number depends on what changed
	 * and not on the size of the value. Where there is no such delta, as after a
	 * reconnect, they are computed by comparing the two values when this is first called.
	 * @return the operations in order. If nothing was delivered before, one that adds the
	 * whole value; none if the key does not exist then. Of a key that is gone, one that
	 * removes the whole value
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
	 * Key, version and origin of {@code current}.
	 * @return the meta of the event
	 */
	public WatchMeta meta() {
		return this.meta;
	}

	/**
	 * Key and version, but no values, which may be large or secret.
	 */
	@Override
	public String toString() {
		return "StateChange[" + this.meta + "]";
	}

}
