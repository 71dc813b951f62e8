// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

/**
 * Says that an upgrade is refused, and with which HTTP status. The message goes to the
 * client.
 */
public final class UpgradeRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The status as {@link #status()} returns it. */
	private final int status;

	/**
	 * Creates the exception.
	 * @param status 401 if the client should present something else, 403 if nothing would
	 * help, or any other status from 400 to 599
	 * @param message text for the client
	 */
	public UpgradeRefusedException(int status, String message) {
		super(message);
		if (status < 400 || status > 599) {
			throw new IllegalArgumentException("status must be from 400 to 599 (was " + status + ")");
		}
		this.status = status;
	}

	/**
	 * Returns the status of the answer.
	 * @return from 400 to 599
	 */
	public int status() {
		return this.status;
	}

}
