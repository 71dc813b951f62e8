package dev.sodp.client;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Turns the events of one key into steps from what was delivered to what is delivered
 * now. Remembers the last value, as it came and as it was converted.
 *
 * @param <T> type of the values
 */
final class ChangeTarget<T> implements WatchTarget<T> {

	private final AsyncStateChangeListener<T> listener;

	private JsonNode tree = NullNode.getInstance();

	private boolean exists;

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
		StateChange<T> change = StateChange.of(this.value, current, event.meta(), ops(event));
		this.tree = event.value();
		this.exists = event.meta().initialized();
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

	private Supplier<List<DeltaOp>> ops(KeyEvent event) {
		List<DeltaOp> known = event.ops();
		if (known != null && !this.apart) {
			return () -> known;
		}
		JsonNode before = this.tree;
		JsonNode after = event.value();
		boolean existed = this.exists;
		boolean existsNow = event.meta().initialized();
		return () -> compare(before, existed, after, existsNow);
	}

	private static List<DeltaOp> compare(JsonNode before, boolean existed, JsonNode after, boolean exists) {
		if (existed && exists) {
			return Diff.between(before, after);
		}
		if (existed) {
			return List.of(DeltaOp.remove("/"));
		}
		return exists ? List.of(DeltaOp.add("/", after)) : List.of();
	}

}
