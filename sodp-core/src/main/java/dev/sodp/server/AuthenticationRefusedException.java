// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;

/** Thrown by a {@link SodpAuthenticator} that refuses a token. */
public final class AuthenticationRefusedException extends SodpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message why the token was refused; sent to the client
	 */
	public AuthenticationRefusedException(String message) {
		super(message);
	}

}
