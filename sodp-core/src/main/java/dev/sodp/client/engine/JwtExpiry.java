// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads when a token expires, if it is a JWT that says so. Nothing is verified: that is
 * up to the server.
 */
final class JwtExpiry {

	private JwtExpiry() {
	}

	static Optional<Instant> of(String token) {
		String[] parts = token.split("\\.", -1);
		if (parts.length != 3) {
			return Optional.empty();
		}
		try {
			String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
			JsonNode exp = JsonMapper.shared().readTree(claims).path("exp");
			return exp.isNumber() ? Optional.of(Instant.ofEpochSecond(exp.longValue())) : Optional.empty();
		}
		catch (IllegalArgumentException | DateTimeException | JacksonException ex) {
			return Optional.empty();
		}
	}

}
