// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

/**
 * What the start of an application does about a server that is not there.
 */
public enum SodpStartup {

	/** Goes on at once; the client connects when the server comes. */
	CONTINUE,

	/**
	 * Waits while the client tries again and again, and fails if there is no session when
	 * the time is up.
	 */
	WAIT,

	/**
	 * Fails as soon as the first attempt to connect has failed, or when the time is up.
	 */
	FAIL

}
