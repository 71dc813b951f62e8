// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.StateRejectedException;

/** Something that needs the value of a key which is being loaded. */
interface LoadWaiter {

	/** Whether it is a write of the host, which later ones must not overtake. */
	default boolean isWriteOfHost() {
		return false;
	}

	/** The key is known now. */
	void loaded();

	/**
	 * The key could not be loaded.
	 * @param reason for the client
	 */
	void refused(StateRejectedException reason);

}
