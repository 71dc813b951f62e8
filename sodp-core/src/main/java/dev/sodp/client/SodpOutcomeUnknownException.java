// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * A call was sent, but no answer came: it may or may not have been applied.
 */
public final class SodpOutcomeUnknownException extends SodpException {

	private static final long serialVersionUID = 1L;

	public SodpOutcomeUnknownException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
