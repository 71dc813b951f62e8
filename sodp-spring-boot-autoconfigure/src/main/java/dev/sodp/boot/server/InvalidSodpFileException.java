// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.server.document.InvalidDocumentException;

import org.springframework.core.io.ContextResource;
import org.springframework.core.io.Resource;

/**
 * Thrown if a file that a property names prevents the start of the server.
 */
public final class InvalidSodpFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** As {@link #description()} returns it. */
	private final String description;

	/** As {@link #remedy()} returns it. */
	private final String remedy;

	private InvalidSodpFileException(String description, String remedy, Throwable cause) {
		super(description + ". " + remedy, cause);
		this.description = description;
		this.remedy = remedy;
	}

	static InvalidSodpFileException unreadable(String property, Resource location, Exception cause) {
		String hint = (location instanceof ContextResource)
				? " The location has no prefix such as 'file:', so it was not looked for in the file system." : "";
		return new InvalidSodpFileException(
				"Cannot read " + location.getDescription() + ", which " + property + " names: " + cause.getMessage(),
				"Set " + property + " to a file that this process can read, such as 'file:/etc/sodp/file.json'." + hint,
				cause);
	}

	static InvalidSodpFileException invalid(String property, Resource location, InvalidDocumentException cause) {
		return new InvalidSodpFileException(
				"Cannot use " + location.getDescription() + ", which " + property + " names: " + cause.getMessage(),
				"Correct the file at line " + cause.line() + ", column " + cause.column()
						+ ". The application does not start without it, as no one should get in by a mistake.",
				cause);
	}

	/**
	 * Returns what is wrong with which file.
	 * @return a sentence without its full stop
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns what to do about it.
	 * @return sentences
	 */
	public String remedy() {
		return this.remedy;
	}

}
