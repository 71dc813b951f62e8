package dev.sodp.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.protocol.Frame;

/**
 * Deltas without a key on streams that no STATE_INIT of this connection has announced yet
 * (protocol section 3).
 */
final class UnannouncedDeltas {

	private static final int MAX_HELD = 4096;

	private final Map<Long, List<Frame.Delta>> byStream = new HashMap<>();

	private int held;

	/**
	 * Keeps a delta; false if there is no room, so that what its stream announces must be
	 * taken afresh.
	 */
	boolean hold(Frame.Delta delta) {
		if (this.held == MAX_HELD) {
			return false;
		}
		this.byStream.computeIfAbsent(delta.stream(), (stream) -> new ArrayList<>()).add(delta);
		this.held++;
		return true;
	}

	/** Takes out the deltas of a stream that is being announced. */
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
		this.held = 0;
	}

}
