// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.concurrent.CompletableFuture;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies the signature of a token, possibly after it has got the key for that.
 */
@FunctionalInterface
interface TokenDecoder extends AutoCloseable {

	/**
	 * Verifies a token.
	 * @param token the token as the client sent it
	 * @return what the token says, or fails to refuse it; to be cancelled if no one waits
	 * for it any longer
	 */
	CompletableFuture<Jwt> decode(String token);

	@Override
	default void close() {
	}

	static TokenDecoder of(JwtDecoder decoder) {
		return (token) -> {
			try {
				return CompletableFuture.completedFuture(decoder.decode(token));
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		};
	}

}
