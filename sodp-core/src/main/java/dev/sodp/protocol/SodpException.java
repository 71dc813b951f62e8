// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Base class of the exceptions that SODP clients and servers throw or complete futures
 * with.
 */
public class SodpException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what happened
	 */
	public SodpException(String message) {
		super(message);
	}

	/**
	 * Creates the exception.
	 * @param message what happened
	 * @param cause the exception behind it, or {@code null}
	 */
	public SodpException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
