// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a property prevents a client or server from being built.
 */
public final class InvalidSodpPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** As {@link #property()} returns it. */
	private final String property;

	/** As {@link #value()} returns it. */
	private final String value;

	/** As {@link #reason()} returns it. */
	private final String reason;

	/** As {@link #remedy()} returns it. */
	private final String remedy;

	/**
	 * Creates an exception.
	 * @param property full name of the property
	 * @param value its value, without secrets
	 * @param reason what is wrong, as a sentence without its full stop
	 * @param remedy how to fix it, as a sentence without its full stop
	 */
	public InvalidSodpPropertyException(String property, Object value, String reason, String remedy) {
		this(property, value, reason, remedy, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param property full name of the property
	 * @param value its value, without secrets
	 * @param reason what is wrong, as a sentence without its full stop
	 * @param remedy how to fix it, as a sentence without its full stop
	 * @param cause the underlying failure, if any
	 */
	public InvalidSodpPropertyException(String property, Object value, String reason, String remedy,
			@Nullable Throwable cause) {
		super("Invalid value '" + value + "' of property " + property + ": " + reason + ". " + remedy + ".", cause);
		this.property = property;
		this.value = value.toString();
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Returns the property.
	 * @return its full name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Returns the value that was refused.
	 * @return the value as text, without secrets
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns why the value was refused.
	 * @return the reason, without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Returns what to do about it.
	 * @return the remedy, without a full stop
	 */
	public String remedy() {
		return this.remedy;
	}

}
