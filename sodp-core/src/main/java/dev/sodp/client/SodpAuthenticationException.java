// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/**
 * The server refused the token (protocol section 2).
 */
public final class SodpAuthenticationException extends SodpConnectionException {

	private static final long serialVersionUID = 1L;

	public SodpAuthenticationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
