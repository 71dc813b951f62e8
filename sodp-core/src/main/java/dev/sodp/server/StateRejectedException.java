// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;

/** Thrown when a mutation is refused; it had no effect. */
public final class StateRejectedException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The code as {@link #code()} returns it. */
	private final int code;

	/**
	 * Creates the exception.
	 * @param code a code of {@link dev.sodp.protocol.ErrorCode}
	 * @param message why the mutation is refused; sent to the client
	 */
	public StateRejectedException(int code, String message) {
		super(message);
		this.code = code;
	}

	/**
	 * Creates the exception.
	 * @param code a code of {@link dev.sodp.protocol.ErrorCode}
	 * @param message why the mutation is refused; sent to the client
	 * @param cause what made it impossible, such as an
	 * {@link dev.sodp.state.InvalidValueException}
	 */
	public StateRejectedException(int code, String message, Throwable cause) {
		super(message, cause);
		this.code = code;
	}

	/**
	 * Returns why the mutation was refused.
	 * @return a code of {@link dev.sodp.protocol.ErrorCode}
	 */
	public int code() {
		return this.code;
	}

}
