// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

/**
 * Knows logins that have been revoked although their HTTP sessions go on. Called at an
 * interval, on a thread that may block.
 */
@FunctionalInterface
public interface RevokedLogins {

	/** Knows none. */
	RevokedLogins NONE = (sessionId) -> false;

	/**
	 * Returns whether a login has been revoked.
	 * @param sessionId id of its HTTP session
	 * @return whether its SODP sessions have to end
	 */
	boolean isRevoked(String sessionId);

}
