// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;

/**
 * What the store of an HTTP session knows about it, outside of requests. Called on a
 * thread that may block.
 */
interface HttpSessionState {

	/**
	 * Looks whether the session has neither been invalidated nor idle for too long.
	 * @param id its current id
	 * @param idle time since the last request and the last {@link #touch}
	 * @return whether it is still there
	 */
	boolean isAlive(String id, Duration idle);

	/**
	 * Counts as a request: the session may be idle anew.
	 * @param id its current id
	 * @throws IllegalStateException if the session is no longer there
	 */
	void touch(String id);

	/** Whether looking costs nothing, as the session is in memory. */
	boolean isLocal();

}
