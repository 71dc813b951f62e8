// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.List;
import java.util.stream.Stream;

import dev.sodp.client.WatchMeta;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value on its way to a callback.
 *
 * @param value the value, immutable
 * @param meta version and origin
 * @param at when the engine received it, by the clock of its host
 * @param ops the operations that lead here from the value of the previous event, or null
 * if only a comparison can find them
 */
public record KeyEvent(JsonNode value, WatchMeta meta, long at, @Nullable List<DeltaOp> ops) {

	/** With more operations than this, comparing the values is cheaper. */
	public static final int MAX_MERGED_OPS = 256;

	/**
	 * This event with an earlier one, not delivered, merged into it.
	 * @param withOps whether the operations will be needed
	 */
	public KeyEvent mergedWith(KeyEvent earlier, boolean withOps) {
		return new KeyEvent(this.value, merge(earlier.meta, this.meta), this.at,
				withOps ? concatenate(earlier.ops, this.ops) : null);
	}

	private static WatchMeta merge(WatchMeta earlier, WatchMeta later) {
		WatchMeta.Source source = (earlier.source() == WatchMeta.Source.INIT) ? WatchMeta.Source.INIT : later.source();
		return new WatchMeta(later.key(), later.version(), later.initialized(), source,
				later.merged() + earlier.merged() + 1);
	}

	private static @Nullable List<DeltaOp> concatenate(@Nullable List<DeltaOp> first, @Nullable List<DeltaOp> second) {
		if (first == null || second == null || first.size() + second.size() > MAX_MERGED_OPS) {
			return null;
		}
		return Stream.concat(first.stream(), second.stream()).toList();
	}

}
