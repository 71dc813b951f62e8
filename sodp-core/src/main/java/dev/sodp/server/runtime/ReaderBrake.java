// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

/**
 * Holds back the reader of a session while the session is congested, so that a client
 * which does not read its answers waits for itself.
 */
interface ReaderBrake {

	/** Called by the reader after each message. */
	void hold();

	/** Lets the reader go on if nothing holds it back any more. Called by any thread. */
	void release();

	/** Calls of the session have been answered, or will be refused from now on. */
	void readAgain();

}
