// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a value could not be read within the time the caller was willing to wait.
 */
public final class SodpNoAnswerException extends SodpException {

	private static final long serialVersionUID = 1L;

	SodpNoAnswerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
