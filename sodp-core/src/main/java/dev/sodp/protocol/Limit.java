// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * What a server may limit for each session, under the name that HELLO gives it (protocol
 * section 2). A constant is all that a new limit takes: the codec reads and writes every
 * constant, in this order.
 */
public enum Limit {

	/** Calls that a session may make in a second. */
	WRITES_PER_SECOND("rate_limit_writes"),

	/** WATCH and RESUME frames that a session may send in a second. */
	WATCHES_PER_SECOND("rate_limit_watches"),

	/** Frames that the server queues for a session before it evicts it. */
	BACKPRESSURE("backpressure_limit"),

	/** Bytes of a message that the server accepts. Ours only. */
	MESSAGE_BYTES("max_message_bytes");

	private final String wireName;

	Limit(String wireName) {
		this.wireName = wireName;
	}

	/** Whether HELLO has a null for the limit if the server does not have it. */
	boolean isWrittenIfAbsent() {
		return this != MESSAGE_BYTES;
	}

	/**
	 * The name of the limit in HELLO.
	 * @return such as {@code rate_limit_writes}
	 */
	public String wireName() {
		return this.wireName;
	}

}
