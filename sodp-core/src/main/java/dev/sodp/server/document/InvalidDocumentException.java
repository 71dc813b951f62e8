// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.document;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if an operator's file cannot be used. The message says where and why.
 */
public final class InvalidDocumentException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** As {@link #reason()} returns it. */
	private final String reason;

	/** As {@link #line()} returns it. */
	private final int line;

	/** As {@link #column()} returns it. */
	private final int column;

	/**
	 * Creates the exception.
	 * @param reason what is wrong, without a full stop
	 * @param line the line, from 1
	 * @param column the column, from 1
	 * @param cause what a parser says, or null
	 */
	public InvalidDocumentException(String reason, int line, int column, @Nullable Throwable cause) {
		super(at(line, column) + reason, cause);
		this.reason = reason;
		this.line = line;
		this.column = column;
	}

	static String at(int line, int column) {
		return "line " + line + ", column " + column + ": ";
	}

	/**
	 * Returns what is wrong.
	 * @return the reason, without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Returns the line.
	 * @return the line, from 1
	 */
	public int line() {
		return this.line;
	}

	/**
	 * Returns the column.
	 * @return the column, in characters from 1
	 */
	public int column() {
		return this.column;
	}

}
