// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * What a server may be capable of, under the name that HELLO gives it (protocol section
 * 2). A constant is all that a new capability takes: the codec reads and writes every
 * constant, in this order.
 */
public enum Feature {

	/** One WATCH may name several keys. */
	MULTI_WATCH("multi_watch"),

	/** Subscriptions may carry parameters. */
	PARAMS("params"),

	/** RESUME is understood. */
	RESUME("resume"),

	/** The call {@code state.remove_in} is understood. */
	REMOVE_IN("remove_in"),

	/** A presence path belongs to the session that registered it last. */
	PRESENCE_OWNER("presence_owner"),

	/** A mutating call may name the version that it is based on. */
	IF_VERSION("if_version"),

	/** WATCH and RESUME may name all keys with a prefix. */
	PREFIX_WATCH("prefix_watch");

	private final String wireName;

	Feature(String wireName) {
		this.wireName = wireName;
	}

	/**
	 * The name of the feature in HELLO.
	 * @return such as {@code multi_watch}
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * Whether HELLO has a false for the feature if the server does not have it: published
	 * clients expect a boolean for what the published protocol names.
	 */
	boolean isWrittenIfAbsent() {
		return switch (this) {
			case MULTI_WATCH, PARAMS, RESUME -> true;
			default -> false;
		};
	}

}
