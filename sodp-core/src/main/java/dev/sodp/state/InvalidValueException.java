// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/**
 * Thrown when a value cannot be sent without loss or is nested too deeply (protocol
 * section 4).
 */
public final class InvalidValueException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/** The path as {@link #path()} returns it. */
	private final String path;

	/**
	 * Creates the exception.
	 * @param path JSON Pointer to the offending part, empty for the root
	 * @param reason what is wrong and what to write instead, to follow "Value at …"
	 */
	public InvalidValueException(String path, String reason) {
		super("Value at '" + (path.isEmpty() ? "/" : path) + "' " + reason);
		this.path = path;
	}

	/**
	 * Returns where the offending part is.
	 * @return a JSON Pointer, empty for the root
	 */
	public String path() {
		return this.path;
	}

}
