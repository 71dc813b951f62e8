// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import org.jspecify.annotations.Nullable;

/**
 * Whom a rule grants access: {@code *} anyone, {@code {sub}} the one whose subject the
 * pattern captured, {@code NAME:VALUE} those with that value in a claim, any other text
 * the subject that equals it. A value of {@code {sub}} is what the pattern captured.
 * Immutable.
 */
public final class Permission {

	private static final String CAPTURED = "{sub}";

	private final String text;

	private Permission(String text) {
		this.text = text;
	}

	/**
	 * Parses a permission.
	 * @param text such as {@code role:admin}
	 * @return the permission
	 * @throws IllegalArgumentException if there is nothing before or after the colon,
	 * with a message without a full stop
	 */
	public static Permission parse(String text) {
		int colon = text.indexOf(':');
		if (colon == 0 || (colon > 0 && colon == text.length() - 1)) {
			throw new IllegalArgumentException("the permission '" + text + "' must have the form NAME:VALUE");
		}
		return new Permission(text);
	}

	/** Whether this can grant nothing to anyone if a pattern captures nothing. */
	boolean needsCapture() {
		return this.text.equals(CAPTURED) || this.text.endsWith(":" + CAPTURED);
	}

	/** Returns the decision, with the path of its claim. */
	Grant bind(ClaimMappings mappings) {
		if (this.text.equals("*")) {
			return (identity, captured) -> true;
		}
		if (this.text.equals(CAPTURED)) {
			return (identity, captured) -> identity != null && identity.subject().equals(captured);
		}
		int colon = this.text.indexOf(':');
		if (colon < 0) {
			return (identity, captured) -> identity != null && identity.subject().equals(this.text);
		}
		ClaimPath claim = mappings.path(this.text.substring(0, colon));
		String value = this.text.substring(colon + 1);
		if (value.equals(CAPTURED)) {
			return (identity, captured) -> identity != null && captured != null
					&& claim.leadsTo(captured, identity.claims());
		}
		return (identity, captured) -> identity != null && claim.leadsTo(value, identity.claims());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Permission permission && this.text.equals(permission.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/**
	 * Returns the permission as it was written.
	 * @return the permission
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
