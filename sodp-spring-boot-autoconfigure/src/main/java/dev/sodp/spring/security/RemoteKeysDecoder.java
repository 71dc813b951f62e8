// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.text.ParseException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Verifies tokens with the keys of a key server. A token whose key is not known yet waits
 * for it without a thread.
 */
final class RemoteKeysDecoder implements TokenDecoder {

	/** Several times what issuers use, be it a hash or an address. */
	static final int LONGEST_KEY_ID = 512;

	private final RemoteKeys keys;

	RemoteKeysDecoder(RemoteKeys keys) {
		this.keys = keys;
	}

	@Override
	public CompletableFuture<Jwt> decode(String token) {
		JWKMatcher matcher;
		try {
			matcher = matcher(SignedJWT.parse(token).getHeader());
		}
		catch (BadJwtException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		catch (ParseException | RuntimeException ex) {
			return CompletableFuture.failedFuture(new BadJwtException("Not a signed token", ex));
		}
		CompletableFuture<KnownKeys> known = this.keys.matching(matcher);
		return Cancellations.passOn(known.thenApply((keys) -> keys.decode(token)), known);
	}

	/**
	 * What the key must be. Has a few short parts of the header, which may be large once
	 * it is parsed.
	 */
	private static JWKMatcher matcher(JWSHeader header) {
		JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
		// No key of whatever id would change that.
		if (matcher == null || !SignatureAlgorithms.PUBLIC.contains(header.getAlgorithm())) {
			throw new BadJwtException("Unexpected algorithm " + header.getAlgorithm());
		}
		checkLength("kid", header.getKeyID());
		checkLength("x5t#S256", Objects.toString(header.getX509CertSHA256Thumbprint(), null));
		return matcher;
	}

	private static void checkLength(String name, @Nullable String value) {
		if (value != null && value.length() > LONGEST_KEY_ID) {
			throw new BadJwtException("The " + name + " of the token is longer than " + LONGEST_KEY_ID + " characters");
		}
	}

	@Override
	public void close() {
		this.keys.close();
	}

}
