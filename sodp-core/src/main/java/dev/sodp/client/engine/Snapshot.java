// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.List;

import dev.sodp.client.WatchMeta;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Fit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The value of a key at one version. Immutable.
 *
 * @param value the value
 * @param version its version
 * @param initialized whether the key exists
 */
record Snapshot(JsonNode value, long version, boolean initialized) {

	/** What is known of a key before the server has sent anything. */
	static final Snapshot UNKNOWN = new Snapshot(NullNode.getInstance(), 0, false);

	static Snapshot of(Frame.StateInit frame) {
		return new Snapshot(frame.value(), frame.version(), frame.initialized());
	}

	/**
	 * The snapshot after a delta.
	 * @throws dev.sodp.state.InvalidDeltaException if the delta must be rejected
	 * @throws dev.sodp.state.UnfitDeltaException if it does not fit this value
	 */
	Snapshot apply(Frame.Delta delta, Fit fit) {
		return new Snapshot(Deltas.apply(this.value, this.initialized, delta.ops(), fit), delta.version(),
				!Deltas.removes(delta.ops()));
	}

	/** Whether a delta would leave everything but the version as it is. */
	@SuppressWarnings("ReferenceEquality") // the same instance means that nothing changed
	boolean contains(Frame.Delta delta) {
		return this.initialized == !Deltas.removes(delta.ops()) && Deltas.apply(this.value, delta.ops()) == this.value;
	}

	/**
	 * Creates the event that delivers this value to subscribers of a key.
	 * @param at when this became known
	 * @param ops the operations that lead here from the value delivered before, if known
	 */
	KeyEvent event(String key, WatchMeta.Source source, long at, @Nullable List<DeltaOp> ops) {
		return new KeyEvent(this.value, new WatchMeta(key, this.version, this.initialized, source, 0), at, ops);
	}

}
