// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.sodp.protocol.Envelope;
import dev.sodp.server.journal.ChangeCodec;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;
import dev.sodp.server.journal.shared.StoredChange;
import dev.sodp.server.journal.shared.StoredKey;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Values;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What really is and was in the {@link SimulatedStore}s of a cluster, whatever its nodes
 * believe.
 */
final class ClusterTruth {

	private final History history;

	private final Map<String, JsonNode> values = new HashMap<>();

	private int cuts;

	ClusterTruth(History history) {
		this.history = history;
	}

	/** What the store of some keys reports to. */
	SimulatedStore.Recorder of(Predicate<String> keys) {
		return new SimulatedStore.Recorder() {
			@Override
			public void stored(ProposedBatch batch, long first) {
				ClusterTruth.this.stored(batch, first);
			}

			@Override
			public void cut(SimulatedPartition kept) {
				ClusterTruth.this.cut(keys, kept);
			}
		};
	}

	void stored(ProposedBatch batch, long first) {
		JsonNode value = value(batch.key());
		for (int i = 0; i < batch.changes().size(); i++) {
			ProposedChange change = batch.changes().get(i);
			List<DeltaOp> ops = ChangeCodec.decode(batch.key(), first + i, change.change()).ops();
			if (!ops.isEmpty()) {
				value = Deltas.apply(value, ops);
				this.history.record(batch.key(), first + i, value, ops);
			}
		}
		if (batch.snapshot() != null && !Values.equal(decode(batch.snapshot()), value)) {
			throw new AssertionError(
					"The snapshot of " + batch.key() + " is " + decode(batch.snapshot()) + " instead of " + value);
		}
		this.values.put(batch.key(), value);
	}

	void cut(Predicate<String> keys, SimulatedPartition kept) {
		this.cuts++;
		this.history.cut(keys, kept.counter());
		this.values.replaceAll((key, value) -> keys.test(key) ? value(key, kept.read(key, 0)) : value);
	}

	private static JsonNode value(String key, StoredKey stored) {
		JsonNode value = (stored.snapshot() != null) ? decode(stored.snapshot()) : NullNode.getInstance();
		for (StoredChange change : stored.changes()) {
			long number = change.position().number();
			if (number > stored.snapshotAt()) {
				value = Deltas.apply(value, ChangeCodec.decode(key, number, change.change()).ops());
			}
		}
		return value;
	}

	private static JsonNode decode(byte[] snapshot) {
		byte[] content = Envelope.decode(snapshot).content();
		if (content == null) {
			throw new AssertionError("A snapshot without a value");
		}
		return Envelope.decodeValue(content);
	}

	/** The value of a key, the null node if it does not exist. */
	JsonNode value(String key) {
		return this.values.getOrDefault(key, NullNode.getInstance());
	}

	/** The keys that exist, with their values. */
	Map<String, JsonNode> contents() {
		Map<String, JsonNode> contents = new TreeMap<>(this.values);
		contents.values().removeIf(JsonNode::isNull);
		return contents;
	}

	/** How often a part of the history was lost. */
	int cuts() {
		return this.cuts;
	}

}
