// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when state cannot be exported to a file or imported from one. The message names
 * the file, says what is wrong and what to do about it.
 */
public final class StateFileException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The number as {@link #written()} returns it. */
	private final int written;

	/**
	 * Creates the exception.
	 * @param message what is wrong with which file, and what to do
	 * @param written how many keys were imported all the same
	 * @param cause what made it impossible, or null if that is the file
	 */
	public StateFileException(String message, int written, @Nullable Throwable cause) {
		super(message, cause);
		this.written = written;
	}

	/**
	 * Returns how many keys an import had written when it failed.
	 * @return 0 if it changed nothing, and for an export
	 */
	public int written() {
		return this.written;
	}

}
