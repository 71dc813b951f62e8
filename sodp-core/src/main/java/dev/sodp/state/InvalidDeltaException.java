// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/**
 * A delta that must be rejected as a whole (protocol section 4).
 */
public final class InvalidDeltaException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	public InvalidDeltaException(String message) {
		super(message);
	}

}
