// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sodp.client.WatchMeta.Source;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of all keys with a prefix at one moment: an object whose members are named
 * after the keys. Immutable; shares with the view before all that did not change.
 *
 * @param values the values by key, in the order of the keys
 * @param complete whether every key that exists is known
 * @param version the highest version that is known
 * @param number counts the views, to find out how many lie between two of them
 * @param source where the change came from
 * @param key the key that has changed since the view before, or null if it may be any
 */
record PrefixView(ObjectNode values, boolean complete, long version, long number, Source source, @Nullable String key) {

	/** With so many members an object is sorted, whatever the order of their arrival. */
	private static final int SORTED = 64;

	/** What is known before the server has sent anything. */
	static final PrefixView NONE = new PrefixView(ImmutableNodes.object(), false, 0, 0, Source.INIT, null);

	/**
	 * Returns the view after a change of a key; while it is incomplete, it is still the
	 * same one.
	 * @param value the new value, or null if there is none
	 */
	PrefixView with(String changed, @Nullable JsonNode value, long newVersion, Source newSource) {
		ObjectNode next = (value != null) ? with(changed, value) : ImmutableNodes.without(this.values, changed);
		return new PrefixView(next, this.complete, Math.max(this.version, newVersion),
				this.complete ? this.number + 1 : this.number, newSource, changed);
	}

	private ObjectNode with(String changed, JsonNode value) {
		if (this.values.size() > SORTED || this.values.has(changed)) {
			return ImmutableNodes.with(this.values, changed, value);
		}
		Map<String, JsonNode> sorted = new TreeMap<>();
		this.values.forEachEntry(sorted::put);
		sorted.put(changed, value);
		return ImmutableNodes.object(sorted);
	}

	PrefixView atVersion(long newVersion) {
		return new PrefixView(this.values, this.complete, newVersion, this.number, this.source, this.key);
	}

	/** Returns the view once it is complete, which is when it can first be read. */
	PrefixView completed() {
		return new PrefixView(this.values, true, this.version, this.number + 1, Source.INIT, null);
	}

	/** Returns a view that begins from nothing. */
	PrefixView restarted() {
		return new PrefixView(NONE.values, false, 0, this.number, Source.INIT, null);
	}

	/** Returns the operations that lead here from the value of an earlier view. */
	List<DeltaOp> opsSince(PrefixView earlier) {
		return (this.key != null && earlier.number + 1 == this.number) ? opsSince(earlier, List.of(this.key))
				: Diff.between(earlier.values, this.values);
	}

	/**
	 * Returns the operations that lead here from an earlier view between which nothing
	 * but some keys has changed.
	 */
	List<DeltaOp> opsSince(PrefixView earlier, Collection<String> changed) {
		List<DeltaOp> ops = new ArrayList<>();
		for (String name : changed) {
			StatePath at = StatePath.ROOT.child(name);
			if (!at.plain().equals(at)) {
				return Diff.between(earlier.values, this.values);
			}
			ops.addAll(Diff.between(earlier.values.path(name), this.values.path(name), at));
		}
		return ops;
	}

}
