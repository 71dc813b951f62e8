// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call was sent but no answer came: it may or may not have been applied.
 */
public final class SodpOutcomeUnknownException extends SodpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what happened
	 * @param cause the exception behind it, or {@code null}
	 */
	public SodpOutcomeUnknownException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
