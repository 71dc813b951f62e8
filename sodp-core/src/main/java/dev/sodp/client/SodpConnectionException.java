// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * A session could not be established or was lost.
 */
public class SodpConnectionException extends SodpException {

	private static final long serialVersionUID = 1L;

	public SodpConnectionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
