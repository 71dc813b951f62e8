// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;

/**
 * Thrown when it is not known whether a mutation was, or will be, applied. Its delta may
 * still come.
 */
public final class StateOutcomeUnknownException extends SodpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message why it is not known
	 * @param cause what the storage reported, or the end of the wait
	 */
	public StateOutcomeUnknownException(String message, Throwable cause) {
		super(message, cause);
	}

}
