// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

/**
 * A value that cannot travel without loss, or is nested too deeply (protocol section 4).
 */
public final class InvalidValueException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String path;

	/**
	 * Creates the exception.
	 * @param path JSON Pointer of the offending part, empty for the root
	 * @param reason what is wrong and what to write instead
	 */
	public InvalidValueException(String path, String reason) {
		super("Value at '" + (path.isEmpty() ? "/" : path) + "' " + reason);
		this.path = path;
	}

	/**
	 * Where the offending part stands.
	 * @return a JSON Pointer, empty for the root
	 */
	public String path() {
		return this.path;
	}

}
