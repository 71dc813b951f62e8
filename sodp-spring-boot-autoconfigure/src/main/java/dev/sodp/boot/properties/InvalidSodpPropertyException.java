// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import org.jspecify.annotations.Nullable;

/**
 * A property that no client or server can be built from.
 */
public final class InvalidSodpPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

	private final String reason;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property full name of the property
	 * @param value its value, without secrets
	 * @param reason what is wrong, a sentence without its full stop
	 * @param remedy what to write instead, a sentence without its full stop
	 * @param cause what reported it, if anything
	 */
	public InvalidSodpPropertyException(String property, Object value, String reason, String remedy,
			@Nullable Throwable cause) {
		super("Invalid value '" + value + "' of property " + property + ": " + reason + ". " + remedy + ".", cause);
		this.property = property;
		this.value = value.toString();
		this.reason = reason;
		this.remedy = remedy;
	}

	public String property() {
		return this.property;
	}

	public String value() {
		return this.value;
	}

	public String reason() {
		return this.reason;
	}

	public String remedy() {
		return this.remedy;
	}

}
