package dev.sodp.simulation;

/**
 * The columns of the table of peers (protocol section 8), and ours, as far as promises
 * depend on them.
 */
enum PeerKind {

	OURS(true, true, false),

	RUST(false, true, true),

	GO(true, false, true),

	NODE(false, true, true);

	private final boolean appends;

	private final boolean presence;

	private final boolean keepsState;

	PeerKind(boolean appends, boolean presence, boolean keepsState) {
		this.appends = appends;
		this.presence = presence;
		this.keepsState = keepsState;
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

}
