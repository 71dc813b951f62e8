// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call never left this client: it had no effect and can safely be tried
 * again.
 */
public class SodpNotSentException extends SodpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what happened
	 * @param cause the exception behind it, or {@code null}
	 */
	public SodpNotSentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
