// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Fit;
import dev.sodp.state.InvalidDeltaException;
import dev.sodp.state.UnfitDeltaException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;

/**
 * A live delta whose version or content contradicts the replica (protocol section 3),
 * until a snapshot decides.
 *
 * <p>
 * Of a single server the snapshot is the truth: it sent two changes in the wrong order,
 * or this client has mistaken one. But nodes of a cluster that count versions apart send
 * changes of each other that some of them never take into their own state. There the
 * snapshot would undo what the client rightly has. A server's own log tells the two
 * apart: the key is resumed from a version before the changes in doubt, and if the log
 * reaches back to there and does not hold them, or the snapshot is the old one although
 * later changes were sent, they are not this server's own.
 */
final class Doubt {

	/** More than this is no question of order any more. */
	private static final int MAX_DELTAS = 64;

	private final Snapshot before;

	/** What led to the replica, which may be the delta of another node as well. */
	private final Frame.@Nullable Delta last;

	private final long initVersion;

	private final List<Frame.Delta> deltas = new ArrayList<>();

	/**
	 * Begins a doubt.
	 * @param before what the replica shows
	 * @param last the delta that led there, or null if it was a snapshot
	 * @param initVersion version of the last snapshot
	 * @param doubtful the delta that was not applied
	 */
	Doubt(Snapshot before, Frame.@Nullable Delta last, long initVersion, Frame.Delta doubtful) {
		this.before = before;
		this.last = last;
		this.initVersion = initVersion;
		this.deltas.add(doubtful);
	}

	/** Another delta of the same subscription arrived. */
	void followed(Frame.Delta delta) {
		if (isUseful()) {
			this.deltas.add(delta);
		}
	}

	/** The deltas that were not applied, in the order of their arrival. */
	List<Frame.Delta> deltas() {
		return this.deltas;
	}

	private boolean isUseful() {
		return this.deltas.size() <= MAX_DELTAS;
	}

	/** The version to resume from, or 0 if that would reveal nothing. */
	long since() {
		long first = this.deltas.get(0).version();
		long earliest = (this.last != null) ? Math.min(first, this.last.version()) : first;
		if (this.initVersion > 0) {
			earliest = Math.min(earliest, this.initVersion);
		}
		return Math.max(earliest, 2) - 1;
	}

	/**
	 * Whether the server does not hold what it sent.
	 * @param resumed the deltas from {@link #since()} on that its log held, none if it
	 * was not asked for them
	 * @param snapshot its snapshot
	 */
	boolean isForeign(List<Frame.Delta> resumed, Frame.StateInit snapshot) {
		// One server forgets the log of a key that is removed.
		boolean removed = Stream.of(this.deltas.stream(), suspects(), resumed.stream())
			.flatMap(Function.identity())
			.anyMatch(Replica::removesRoot);
		if (!isUseful() || removed || !snapshot.initialized() || snapshot.version() < this.initVersion) {
			return false;
		}
		if (resumed.isEmpty()) {
			return snapshot.version() == this.initVersion
					&& suspects().anyMatch((suspect) -> suspect.version() > snapshot.version());
		}
		return resumed.stream().anyMatch(this::isKnown)
				&& suspects().anyMatch((suspect) -> suspect.version() > since() && !contains(resumed, suspect));
	}

	private Stream<Frame.Delta> suspects() {
		Frame.Delta first = this.deltas.get(0);
		return (this.last != null) ? Stream.of(first, this.last) : Stream.of(first);
	}

	/**
	 * Whether a delta of the log is from before the question, so that the log reaches
	 * back far enough to answer it.
	 */
	private boolean isKnown(Frame.Delta logged) {
		return logged.version() == this.initVersion || (this.last != null && isSame(this.last, logged))
				|| contains(this.deltas, logged);
	}

	private static boolean contains(List<Frame.Delta> deltas, Frame.Delta delta) {
		return deltas.stream().anyMatch((other) -> isSame(other, delta));
	}

	private static boolean isSame(Frame.Delta one, Frame.Delta other) {
		return one.version() == other.version() && one.ops().equals(other.ops());
	}

	/**
	 * Whether the deltas, taken as those of a server that sets what they name, lead
	 * exactly to its snapshot.
	 */
	boolean leadsTo(Frame.StateInit snapshot) {
		Frame.Delta latest = this.deltas.get(this.deltas.size() - 1);
		if (!isUseful() || latest.version() != snapshot.version()) {
			return false;
		}
		try {
			Snapshot step = this.before;
			for (Frame.Delta delta : this.deltas) {
				step = step.apply(delta, Fit.SETTING);
			}
			return step.initialized() == snapshot.initialized() && Values.equal(step.value(), snapshot.value());
		}
		catch (InvalidDeltaException | UnfitDeltaException ex) {
			return false;
		}
	}

	/** Whether a delta touches the whole value, which proves nothing about members. */
	boolean isAboutMembers() {
		return this.deltas.get(0).ops().stream().noneMatch(DeltaOp::atRoot);
	}

}
