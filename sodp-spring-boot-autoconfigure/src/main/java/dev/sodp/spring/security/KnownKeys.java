// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * The keys that a key server listed at some time.
 */
final class KnownKeys {

	private final JWKSet keys;

	private final NimbusJwtDecoder decoder;

	KnownKeys(JWKSet listed) {
		this.keys = new JWKSet(listed.getKeys().stream().filter(SignatureAlgorithms::isLongEnough).toList());
		this.decoder = NimbusDecoders.of(this.keys);
	}

	/**
	 * Whether there is a key that a token may have been signed with.
	 * @param matcher what the token says about its key
	 * @return false if the token cannot be verified with these keys
	 */
	boolean match(JWKMatcher matcher) {
		return !new JWKSelector(matcher).select(this.keys).isEmpty();
	}

	Jwt decode(String token) {
		return this.decoder.decode(token);
	}

	/** Whether nothing can be verified with them. */
	boolean isEmpty() {
		return this.keys.isEmpty();
	}

}
