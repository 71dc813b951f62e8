// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Who a session belongs to.
 *
 * @param subject the token's subject
 * @param claims everything the token says, by name
 * @param expiresAt when the session ends with ERROR 401, or null for never
 */
public record SodpIdentity(String subject, Map<String, Object> claims, @Nullable Instant expiresAt) {

	public SodpIdentity {
		Objects.requireNonNull(subject, "subject must not be null");
		claims = Map.copyOf(claims);
	}

}
