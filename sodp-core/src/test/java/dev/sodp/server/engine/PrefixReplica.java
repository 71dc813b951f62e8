// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** What a client knows of the keys with a prefix, from the frames alone. */
final class PrefixReplica {

	private final String pattern;

	private final Map<String, JsonNode> values = new TreeMap<>();

	private final Map<String, Long> versions = new HashMap<>();

	/** Keys of the view that is being sent; null if none is. */
	private @Nullable Set<String> view;

	private long since;

	PrefixReplica(String pattern) {
		this.pattern = pattern;
	}

	/** WATCH: what is not in the view is gone. */
	void watched() {
		this.view = new HashSet<>();
		this.since = 0;
	}

	/** RESUME from {@link #since()}. */
	void resumed() {
		this.view = new HashSet<>();
	}

	/** The last version that was seen, or 0 if the first view has not been completed. */
	long since() {
		return this.since;
	}

	Map<String, JsonNode> values() {
		return this.values;
	}

	boolean isComplete() {
		return this.view == null;
	}

	void receive(Frame frame) {
		if (frame instanceof Frame.StateInit init) {
			if (init.complete()) {
				complete(init);
			}
			else {
				init(init);
			}
		}
		else if (frame instanceof Frame.Delta delta) {
			apply(delta);
		}
		else {
			throw new AssertionError("Not expected: " + frame);
		}
	}

	private void complete(Frame.StateInit end) {
		if (!end.state().equals(this.pattern)) {
			throw new AssertionError("The end of another view: " + end);
		}
		Set<String> seen = this.view;
		if (end.reset() || (this.since == 0 && seen != null)) {
			this.values.keySet().retainAll((seen != null) ? seen : Set.of());
		}
		this.view = null;
		this.since = Math.max(this.since, end.version());
	}

	private void init(Frame.StateInit init) {
		see(init.state(), init.version());
		put(init.state(), init.initialized() ? init.value() : null, init.version());
	}

	private void apply(Frame.Delta delta) {
		String key = String.valueOf(delta.state());
		Long known = this.versions.get(key);
		if (known != null && delta.version() <= known) {
			throw new AssertionError("Not in the order of versions: " + delta + " after " + known);
		}
		JsonNode before = this.values.get(key);
		boolean isWhole = delta.ops().get(0).atRoot();
		if (before == null && !isWhole) {
			throw new AssertionError("Of a key that is not known: " + delta);
		}
		JsonNode after = Deltas.apply((before != null) ? before : NullNode.getInstance(), delta.ops());
		see(key, delta.version());
		put(key, removes(delta) ? null : after, delta.version());
		// Only once the view is complete is everything before it known.
		if (this.view == null) {
			if (delta.version() <= this.since) {
				throw new AssertionError("Not in the order of versions: " + delta + " after " + this.since);
			}
			this.since = delta.version();
		}
	}

	private static boolean removes(Frame.Delta delta) {
		DeltaOp last = delta.ops().get(delta.ops().size() - 1);
		return last.kind() == DeltaOp.Kind.REMOVE && last.atRoot();
	}

	private void see(String key, long version) {
		if (this.view != null) {
			this.view.add(key);
		}
		this.versions.put(key, version);
	}

	private void put(String key, @Nullable JsonNode value, long version) {
		if (value != null) {
			this.values.put(key, value);
		}
		else {
			this.values.remove(key);
		}
	}

}
