// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

/** Where a change of the state comes from. */
public enum ChangeOrigin {

	/** A call of a client's session. */
	SESSION,

	/** A write of the application that hosts the state. */
	HOST,

	/** A {@link SodpStateLoader} returned the value. */
	LOADER,

	/** The server removed the presence of a session that has ended. */
	CLEANUP,

	/** The server imported a file ({@link SodpServer#importFrom}). */
	IMPORT,

	/** Another server that uses the same journal. */
	OTHER_NODE

}
