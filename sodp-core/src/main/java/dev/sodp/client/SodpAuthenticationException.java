// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/** Thrown when the server refuses the token (protocol section 2). */
public final class SodpAuthenticationException extends SodpConnectionException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what happened
	 * @param cause the exception behind it, or {@code null}
	 */
	public SodpAuthenticationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
