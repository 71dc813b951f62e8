// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.protocol.Frame;

/**
 * Deltas without a key on streams that no STATE_INIT of this connection has announced yet
 * (protocol section 3).
 */
final class UnannouncedDeltas {

	private static final int MAX_HELD = 4096;

	private final Map<Long, List<Frame.Delta>> byStream = new HashMap<>();

	/** Streams of which a delta was lost. */
	private final Set<Long> incomplete = new HashSet<>();

	private boolean allIncomplete;

	private int held;

	/**
	 * Keeps a delta; false if there is no room, so that the key of its stream must be
	 * requested afresh.
	 */
	boolean hold(Frame.Delta delta) {
		if (this.held == MAX_HELD) {
			lost(delta.stream());
			return false;
		}
		this.byStream.computeIfAbsent(delta.stream(), (stream) -> new ArrayList<>()).add(delta);
		this.held++;
		return true;
	}

	/** A delta of a stream is lost. More streams than can be remembered count as all. */
	void lost(long stream) {
		if (this.incomplete.size() < MAX_HELD) {
			this.incomplete.add(stream);
		}
		else {
			this.allIncomplete = true;
		}
	}

	/** Whether a delta of a stream that is being announced was lost. */
	boolean isIncomplete(long stream) {
		return this.incomplete.remove(stream) || this.allIncomplete;
	}

	/** Removes and returns the deltas of a stream that is being announced. */
	List<Frame.Delta> announced(long stream) {
		List<Frame.Delta> deltas = this.byStream.remove(stream);
		if (deltas == null) {
			return List.of();
		}
		this.held -= deltas.size();
		return deltas;
	}

	void clear() {
		this.byStream.clear();
		this.incomplete.clear();
		this.allIncomplete = false;
		this.held = 0;
	}

}
