// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The identity that a session belongs to.
 *
 * @param subject the subject of the token
 * @param claims all claims of the token by name
 * @param expiresAt when the session ends with ERROR 401, or {@code null} for never
 */
public record SodpIdentity(String subject, Map<String, Object> claims, @Nullable Instant expiresAt) {

	/**
	 * Creates an identity with a copy of the claims.
	 * @param subject the subject of the token
	 * @param claims all claims of the token by name
	 * @param expiresAt when the session ends with ERROR 401, or {@code null} for never
	 * @throws NullPointerException if the subject, or a claim's name or value, is
	 * {@code null}
	 */
	public SodpIdentity {
		Objects.requireNonNull(subject, "subject must not be null");
		claims = Map.copyOf(claims);
	}

}
