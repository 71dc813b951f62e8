// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.InvalidDeltaException;
import dev.sodp.state.Values;

/**
 * The local copy of a key (protocol section 3). Changed by the engine, readable from any
 * thread.
 */
final class Replica {

	/** What became of a live delta. */
	enum Outcome {

		/** The replica contains it now. */
		APPLIED,

		/** The replica already contained it. */
		DUPLICATE,

		/** It does not apply to the replica, which may be wrong now. */
		DIVERGED

	}

	private volatile Snapshot current = Snapshot.UNKNOWN;

	private volatile boolean known;

	/** Version of the last STATE_INIT, which contains every delta up to that version. */
	private long initVersion;

	/** When the last delta was applied; meaningless after a STATE_INIT. */
	private long advancedAt;

	/** Whether the last frame about the key was a delta that removed it. */
	private boolean removed;

	Snapshot current() {
		return this.current;
	}

	/** Whether the server has ever sent the value. */
	boolean isKnown() {
		return this.known;
	}

	/** Whether a version was reached by a delta, and not before a certain time. */
	boolean wasAdvancedTo(long version, long notBefore) {
		return version > this.initVersion && version == this.current.version() && this.advancedAt >= notBefore;
	}

	/** Takes a STATE_INIT, which is authoritative whatever its version. */
	void init(Frame.StateInit frame) {
		this.current = Snapshot.of(frame);
		this.initVersion = frame.version();
		this.removed = false;
		this.known = true;
	}

	/**
	 * Applies a live delta.
	 * @param now when it came
	 * @throws InvalidDeltaException if the delta must be rejected; the replica is
	 * unchanged
	 */
	Outcome apply(Frame.Delta delta, long now) {
		Snapshot before = this.current;
		boolean restarted = this.removed && restartsVersions(before, delta);
		if (!restarted) {
			if (this.removed && delta.version() <= before.version()) {
				// Versions may count from 1 again, so they only reveal a repetition.
				return repeatsRemoval(before, delta) ? Outcome.DUPLICATE : Outcome.DIVERGED;
			}
			if (delta.version() == before.version() || delta.version() <= this.initVersion) {
				return Outcome.DUPLICATE;
			}
			if (delta.version() < before.version()) {
				return Outcome.DIVERGED;
			}
		}
		this.current = before.apply(delta);
		this.advancedAt = now;
		this.removed = !this.current.initialized();
		if (restarted) {
			this.initVersion = 0;
		}
		return Outcome.APPLIED;
	}

	/**
	 * Applies the deltas that a server replayed after RESUME, without touching the
	 * replica.
	 * @return the steps, if they lead exactly to the snapshot that ended the replay
	 */
	Optional<List<Snapshot>> replay(List<Frame.Delta> deltas, Snapshot end) {
		List<Snapshot> steps = new ArrayList<>(deltas.size());
		Snapshot step = this.current;
		try {
			for (Frame.Delta delta : deltas) {
				if (delta.version() <= step.version() && !restartsVersions(step, delta)) {
					return Optional.empty();
				}
				step = step.apply(delta);
				steps.add(step);
			}
		}
		catch (InvalidDeltaException ex) {
			return Optional.empty();
		}
		boolean leadsToEnd = step.initialized() == end.initialized() && Values.equal(step.value(), end.value());
		return leadsToEnd ? Optional.of(steps) : Optional.empty();
	}

	/** One server counts a key's versions from 1 again after it was removed. */
	private static boolean restartsVersions(Snapshot before, Frame.Delta delta) {
		if (before.initialized() || delta.version() > before.version() || delta.ops().isEmpty()) {
			return false;
		}
		DeltaOp first = delta.ops().get(0);
		return first.atRoot() && first.kind() != DeltaOp.Kind.REMOVE;
	}

	private static boolean repeatsRemoval(Snapshot before, Frame.Delta delta) {
		return delta.version() == before.version() && removesRoot(delta);
	}

	/** Whether a delta does nothing but remove the key. */
	static boolean removesRoot(Frame.Delta delta) {
		return delta.ops().size() == 1 && delta.ops().get(0).atRoot()
				&& delta.ops().get(0).kind() == DeltaOp.Kind.REMOVE;
	}

}
