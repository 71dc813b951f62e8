// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/**
 * Thrown when a delta is well-formed and does not fit the value it is meant for, so that
 * this value cannot be the server's (protocol section 4).
 */
public final class UnfitDeltaException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what does not fit
	 */
	public UnfitDeltaException(String message) {
		super(message);
	}

}
