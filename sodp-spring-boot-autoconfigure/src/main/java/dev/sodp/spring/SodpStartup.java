// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

/**
 * What to do if the server cannot be reached when the application starts.
 */
public enum SodpStartup {

	/** Continues immediately; the client connects once the server is available. */
	CONTINUE,

	/**
	 * Waits while the client keeps trying to connect, and fails if there is no session
	 * when the timeout expires.
	 */
	WAIT,

	/**
	 * Fails after the first unsuccessful attempt to connect, or when the timeout expires.
	 */
	FAIL

}
