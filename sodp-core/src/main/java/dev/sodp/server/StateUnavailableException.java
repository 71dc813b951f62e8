// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;

/** Thrown when a mutation cannot be made now. Nothing was applied; it may be repeated. */
public final class StateUnavailableException extends SodpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message why not
	 * @param cause what the storage reported, or the end of the wait
	 */
	public StateUnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

}
