// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * A value was not read in the time that somebody was willing to wait for it.
 */
public final class SodpNoAnswerException extends SodpException {

	private static final long serialVersionUID = 1L;

	SodpNoAnswerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
