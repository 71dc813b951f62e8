// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The latest deltas of a key, encoded, for RESUME (protocol section 3). Bounded in number
 * and in bytes, so that a thousand changes of a large value do not keep a thousand copies
 * of it. Knows from which version on it is complete.
 */
final class ReplayBuffer {

	/** What an entry takes beside the encoded bytes, at most. */
	private static final int ENTRY_BYTES = 64;

	private final int maxDeltas;

	private final long maxBytes;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long bytes;

	private long completeSince;

	/**
	 * Creates an empty log.
	 * @param maxDeltas how many deltas are kept
	 * @param maxBytes how many encoded bytes are kept
	 * @param completeSince the version after which no delta of the key was dropped
	 */
	ReplayBuffer(int maxDeltas, long maxBytes, long completeSince) {
		this.maxDeltas = maxDeltas;
		this.maxBytes = maxBytes;
		this.completeSince = completeSince;
	}

	void add(long version, EncodedDelta delta) {
		this.entries.addLast(new Entry(version, delta));
		this.bytes += delta.size();
		while (this.entries.size() > this.maxDeltas || this.bytes > this.maxBytes) {
			Entry dropped = this.entries.removeFirst();
			this.bytes -= dropped.delta.size();
			this.completeSince = dropped.version;
		}
	}

	/**
	 * The deltas above a version, in order.
	 * @param version the version that the peer has
	 * @return empty if they are not all here
	 */
	Optional<List<EncodedDelta>> since(long version) {
		if (version < this.completeSince) {
			return Optional.empty();
		}
		List<EncodedDelta> deltas = new ArrayList<>();
		for (Entry entry : this.entries) {
			if (entry.version > version) {
				deltas.add(entry.delta);
			}
		}
		return Optional.of(deltas);
	}

	/**
	 * What the log takes of the heap.
	 * @return bytes, estimated
	 */
	long heapSize() {
		return this.bytes + (long) ENTRY_BYTES * this.entries.size();
	}

	private record Entry(long version, EncodedDelta delta) {
	}

}
