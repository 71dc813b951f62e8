// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.SodpException;

/**
 * Thrown by a {@link SodpMethodHandler} to refuse a call. The client receives the code
 * and the message.
 */
public final class SodpCallException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The code as {@link #code()} returns it. */
	private final int code;

	/**
	 * Creates the exception.
	 * @param code from 400 to 599, such as those of {@link ErrorCode}; but neither 401
	 * nor 413, which end a session
	 * @param message why the call is refused; sent to the client
	 * @throws IllegalArgumentException if the code is none of these
	 */
	public SodpCallException(int code, String message) {
		super(message);
		if (code < 400 || code > 599 || code == ErrorCode.UNAUTHENTICATED || code == ErrorCode.TOO_LARGE) {
			throw new IllegalArgumentException(
					"code must be from 400 to 599 and neither 401 nor 413, which end a session (was " + code + ")");
		}
		this.code = code;
	}

	/**
	 * Returns the code that the client receives.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

}
