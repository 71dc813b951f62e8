// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Root of the exceptions that SODP clients and servers throw or complete futures with.
 */
public class SodpException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public SodpException(String message) {
		super(message);
	}

	public SodpException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
