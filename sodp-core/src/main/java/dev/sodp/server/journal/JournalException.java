// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import dev.sodp.protocol.SodpException;

/** Thrown when a {@link Journal} cannot be opened; the server does not start. */
public class JournalException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The advice as {@link #action()} returns it. */
	private final String action;

	/**
	 * Creates the exception.
	 * @param message what is wrong and where
	 * @param action what to do about it
	 */
	public JournalException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Creates the exception.
	 * @param message what is wrong and where
	 * @param action what to do about it
	 * @param cause what the storage reported
	 */
	public JournalException(String message, String action, Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * Returns what to do.
	 * @return a sentence for the operator
	 */
	public String action() {
		return this.action;
	}

}
