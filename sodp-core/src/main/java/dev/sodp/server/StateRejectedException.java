// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;

/**
 * A mutation was refused and had no effect.
 */
public final class StateRejectedException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final int code;

	public StateRejectedException(int code, String message) {
		super(message);
		this.code = code;
	}

	/**
	 * Why it was refused.
	 * @return an {@link dev.sodp.protocol.ErrorCode}
	 */
	public int code() {
		return this.code;
	}

}
