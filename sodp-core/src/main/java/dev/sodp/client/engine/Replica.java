// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Fit;
import dev.sodp.state.InvalidDeltaException;
import dev.sodp.state.UnfitDeltaException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;

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

		/**
		 * Its version is not above that of the last STATE_INIT, which does not seem to
		 * contain it.
		 */
		LATE,

		/** Its version contradicts the replica, which may be wrong now. */
		WENT_BACK,

		/**
		 * The replica contains it now, although another delta had the same version: two
		 * servers count.
		 */
		APPLIED_APART

	}

	private volatile Snapshot current = Snapshot.UNKNOWN;

	private volatile boolean known;

	/** Version of the last STATE_INIT, which contains every delta up to that version. */
	private long initVersion;

	/** When the last delta was applied; meaningless after a STATE_INIT. */
	private long advancedAt;

	/** Whether the last frame about the key was a delta that removed it. */
	private boolean removed;

	/** The delta that led to the current value; null after a STATE_INIT. */
	private Frame.@Nullable Delta last;

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

	/** The key is about to be created, whatever was known of it before. */
	void forget() {
		this.current = Snapshot.UNKNOWN;
		this.initVersion = 0;
		this.last = null;
		this.removed = false;
		this.known = true;
	}

	/** Takes a STATE_INIT, which is authoritative whatever its version. */
	void init(Frame.StateInit frame) {
		this.current = Snapshot.of(frame);
		this.initVersion = frame.version();
		this.last = null;
		this.removed = false;
		this.known = true;
	}

	/**
	 * Applies a live delta.
	 * @param now when it came
	 * @param habits what is known of how its server writes deltas
	 * @throws InvalidDeltaException if the delta must be rejected; the replica is
	 * unchanged
	 * @throws UnfitDeltaException if it is about another value than this one; the replica
	 * is unchanged
	 */
	Outcome apply(Frame.Delta delta, long now, DeltaHabits habits) {
		Snapshot before = this.current;
		if (repeatsLast(delta)) {
			return Outcome.DUPLICATE;
		}
		boolean restarted = this.removed && restartsVersions(before, delta);
		boolean late = !restarted && (delta.version() <= before.version() || delta.version() <= this.initVersion);
		if (late && !habits.countsApart()) {
			// A STATE_INIT contains what was under way when it was taken.
			if (before.contains(delta)) {
				return Outcome.DUPLICATE;
			}
			if (!sharesVersion(delta)) {
				return (delta.version() <= this.initVersion) ? Outcome.LATE : Outcome.WENT_BACK;
			}
		}
		Fit fit = late ? Fit.ANY : habits.fit();
		this.current = before.apply(delta, fit);
		this.advancedAt = now;
		this.removed = !this.current.initialized();
		this.last = delta;
		if (restarted) {
			this.initVersion = 0;
		}
		return late ? Outcome.APPLIED_APART : Outcome.APPLIED;
	}

	/** Begins a doubt about a delta that was not applied. */
	Doubt doubt(Frame.Delta delta) {
		return new Doubt(this.current, this.last, this.initVersion, delta);
	}

	/** Compared only where the versions are equal, so usually not at all. */
	private boolean repeatsLast(Frame.Delta delta) {
		return this.last != null && this.last.version() == delta.version() && this.last.ops().equals(delta.ops());
	}

	/**
	 * Whether the version of a delta is that of another one. After a removal it proves
	 * nothing, because versions may count from 1 again.
	 */
	private boolean sharesVersion(Frame.Delta delta) {
		return this.last != null && this.last.version() == delta.version() && !this.removed;
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
				if (DeltaHabits.lacksValue(delta)
						|| (delta.version() <= step.version() && !restartsVersions(step, delta))) {
					return Optional.empty();
				}
				step = step.apply(delta, Fit.ANY);
				steps.add(step);
			}
		}
		catch (InvalidDeltaException | UnfitDeltaException ex) {
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

	/** Whether a delta does nothing but remove the key. */
	static boolean removesRoot(Frame.Delta delta) {
		return delta.ops().size() == 1 && delta.ops().get(0).atRoot()
				&& delta.ops().get(0).kind() == DeltaOp.Kind.REMOVE;
	}

}
