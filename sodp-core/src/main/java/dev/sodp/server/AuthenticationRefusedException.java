// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;

/**
 * A token is not accepted. Its message is sent to the client.
 */
public final class AuthenticationRefusedException extends SodpException {

	private static final long serialVersionUID = 1L;

	public AuthenticationRefusedException(String message) {
		super(message);
	}

}
