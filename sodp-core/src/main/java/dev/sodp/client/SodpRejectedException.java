// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.SodpException;

/** Thrown when the server refused a call; it had no effect. */
public class SodpRejectedException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The code as {@link #code()} returns it. */
	private final int code;

	/**
	 * Creates the exception.
	 * @param code an error code of the protocol, see {@link dev.sodp.protocol.ErrorCode}
	 * @param message names the call and ends with the server's reason; the code is
	 * appended
	 */
	public SodpRejectedException(int code, String message) {
		super(message + " (code " + code + ")");
		this.code = code;
	}

	/**
	 * Returns why the call was refused.
	 * @return a code of {@link dev.sodp.protocol.ErrorCode}; 400 if the server gave none
	 */
	public int code() {
		return this.code;
	}

}
