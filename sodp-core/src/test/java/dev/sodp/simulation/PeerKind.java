// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

/**
 * The columns of the table of peers (protocol section 8), and ours, as far as promises
 * depend on them.
 */
enum PeerKind {

	OURS(true, true, false, true),

	/** Ours, on a {@link SimulatedJournal}. */
	STORED(true, true, true, true),

	RUST(false, true, true, true),

	GO(true, false, true, false),

	NODE(false, true, true, true);

	private final boolean appends;

	private final boolean presence;

	private final boolean keepsState;

	private final boolean deltaFirst;

	PeerKind(boolean appends, boolean presence, boolean keepsState, boolean deltaFirst) {
		this.appends = appends;
		this.presence = presence;
		this.keepsState = keepsState;
		this.deltaFirst = deltaFirst;
	}

	/** Whether it is ours, with whatever journal. */
	boolean isOurs() {
		return this == OURS || this == STORED;
	}

	/** Whether it knows {@code state.append}. */
	boolean appends() {
		return this.appends;
	}

	/** Whether it knows {@code state.presence}. */
	boolean hasPresence() {
		return this.presence;
	}

	/** Whether it may start with the state it was killed with. */
	boolean mayKeepState() {
		return this.keepsState;
	}

	/** Whether a caller gets the delta of its call before the RESULT. */
	boolean sendsDeltaFirst() {
		return this.deltaFirst;
	}

}
