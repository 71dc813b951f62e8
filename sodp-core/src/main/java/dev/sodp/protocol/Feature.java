// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * What a server may be capable of, under the name that HELLO gives it (protocol section
 * 2). A constant is all that a new capability takes: the codec reads and writes every
 * constant, in this order, and the server of this library advertises all of them.
 */
public enum Feature {

	/** One WATCH may name several keys. */
	MULTI_WATCH("multi_watch", Absence.IS_WRITTEN),

	/** Subscriptions may carry parameters. */
	PARAMS("params", Absence.IS_WRITTEN),

	/** RESUME is understood. */
	RESUME("resume", Absence.IS_WRITTEN),

	/** The call {@code state.remove_in} is understood. */
	REMOVE_IN("remove_in"),

	/** A presence path belongs to the session that registered it last. */
	PRESENCE_OWNER("presence_owner");

	private final String wireName;

	private final Absence absence;

	/** A feature that the published protocol does not know. */
	Feature(String wireName) {
		this(wireName, Absence.IS_LEFT_OUT);
	}

	Feature(String wireName, Absence absence) {
		this.wireName = wireName;
		this.absence = absence;
	}

	/**
	 * The name of the feature in HELLO.
	 * @return such as {@code multi_watch}
	 */
	public String wireName() {
		return this.wireName;
	}

	/** Whether HELLO has a false for the feature if the server does not have it. */
	boolean isWrittenIfAbsent() {
		return this.absence == Absence.IS_WRITTEN;
	}

	/** Published clients expect a boolean for what the published protocol names. */
	private enum Absence {

		IS_WRITTEN, IS_LEFT_OUT

	}

}
