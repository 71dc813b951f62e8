// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Fit;
import tools.jackson.databind.node.NullNode;

/**
 * What the server of a session has shown of how it writes deltas (protocol sections 3, 4
 * and 8). Servers differ there and their names say nothing, so each session begins with
 * the strictest reading, and a habit is believed once a snapshot or a version has proved
 * it.
 */
final class DeltaHabits {

	/** Whether no name in a path can be taken for something else. */
	private boolean namesArePlain;

	private boolean sendsNil;

	private boolean setsWhatIsMissing;

	private boolean countsApart;

	/**
	 * A session begins. A server with the capabilities of this library also writes the
	 * paths that this library does.
	 */
	void sessionLive(Capabilities capabilities) {
		this.namesArePlain = capabilities.has(Feature.REMOVE_IN);
		this.sendsNil = false;
		this.setsWhatIsMissing = false;
		this.countsApart = false;
	}

	/** A delta arrived: a server that sends nil leaves out no value. */
	void noticed(Frame.Delta delta) {
		if (this.sendsNil) {
			return;
		}
		for (DeltaOp op : delta.ops()) {
			this.sendsNil |= op.value().isNull() && op.kind() != DeltaOp.Kind.REMOVE && !op.lacksValue();
		}
	}

	/**
	 * Whether a delta lacks a value that this server may have left out because it is 0,
	 * false or empty.
	 */
	boolean mayHaveLeftOut(Frame.Delta delta) {
		return !this.sendsNil && lacksValue(delta);
	}

	static boolean lacksValue(Frame.Delta delta) {
		for (DeltaOp op : delta.ops()) {
			if (op.lacksValue()) {
				return true;
			}
		}
		return false;
	}

	/** The delta with nil where it has no value. */
	Frame.Delta complete(Frame.Delta delta) {
		if (!lacksValue(delta)) {
			return delta;
		}
		List<DeltaOp> ops = new ArrayList<>(delta.ops().size());
		for (DeltaOp op : delta.ops()) {
			ops.add(op.lacksValue() ? new DeltaOp(op.kind(), op.path(), NullNode.getInstance()) : op);
		}
		return new Frame.Delta(delta.stream(), delta.seq(), delta.state(), delta.version(), ops);
	}

	/** Its deltas set what they name, whether it was there or not. */
	void setWhatIsMissing() {
		this.setsWhatIsMissing = true;
	}

	/**
	 * Its deltas have versions that several nodes count, each for itself, so that only
	 * the order of arrival means anything.
	 */
	void countApart() {
		this.countsApart = true;
	}

	boolean countsApart() {
		return this.countsApart;
	}

	Fit fit() {
		if (this.countsApart) {
			return Fit.ANY;
		}
		if (this.setsWhatIsMissing) {
			return Fit.SETTING;
		}
		return this.namesArePlain ? Fit.EXACT : Fit.GUARDED;
	}

}
