// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChange;
import dev.sodp.client.engine.KeyEvent;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Turns the events of one key into changes from the last delivered value to the current
 * one. Remembers the last value, both as a tree and converted.
 *
 * @param <T> type of the values
 */
final class ChangeTarget<T> implements WatchTarget<T> {

	private final AsyncStateChangeListener<T> listener;

	/** A missing node if the key did not exist or nothing has been delivered yet. */
	private JsonNode tree = MissingNode.getInstance();

	private @Nullable T value;

	/**
	 * Whether the next event does not follow on the remembered value, so that its own
	 * operations would not lead to it from there.
	 */
	private boolean apart = true;

	ChangeTarget(AsyncStateChangeListener<T> listener) {
		this.listener = listener;
	}

	@Override
	public CompletionStage<?> call(@Nullable T current, KeyEvent event) throws Exception {
		JsonNode after = event.meta().initialized() ? event.value() : MissingNode.getInstance();
		StateChange<T> change = StateChange.of(this.value, current, event.meta(), ops(event, after));
		this.tree = after;
		this.value = current;
		this.apart = false;
		return this.listener.onChange(change);
	}

	@Override
	public void missed() {
		this.apart = true;
	}

	@Override
	public boolean wantsOps() {
		return true;
	}

	private Supplier<List<DeltaOp>> ops(KeyEvent event, JsonNode after) {
		List<DeltaOp> known = event.ops();
		if (known != null && !this.apart) {
			return () -> known;
		}
		JsonNode before = this.tree;
		return () -> Diff.between(before, after, StatePath.ROOT);
	}

}
