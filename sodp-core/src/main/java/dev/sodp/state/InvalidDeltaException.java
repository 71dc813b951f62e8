// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/** Thrown when a delta must be rejected as a whole (protocol section 4). */
public final class InvalidDeltaException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong with the delta
	 */
	public InvalidDeltaException(String message) {
		super(message);
	}

}
