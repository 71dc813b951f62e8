// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import dev.sodp.protocol.SodpException;

/**
 * The server refused a call; it had no effect.
 */
public final class SodpRejectedException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final int code;

	public SodpRejectedException(int code, String message) {
		super(message + " (code " + code + ")");
		this.code = code;
	}

	/**
	 * Why it was refused.
	 * @return an {@link dev.sodp.protocol.ErrorCode}; 400 where the server gave none
	 */
	public int code() {
		return this.code;
	}

}
