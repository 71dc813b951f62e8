// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.text.ParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Verifies tokens with the keys of a key server. A token whose key is not known yet waits
 * for it without a thread.
 */
final class RemoteKeysDecoder implements TokenDecoder {

	private final RemoteKeys keys;

	RemoteKeysDecoder(RemoteKeys keys) {
		this.keys = keys;
	}

	@Override
	public CompletionStage<Jwt> decode(String token) {
		JWSHeader header;
		try {
			header = SignedJWT.parse(token).getHeader();
		}
		catch (ParseException | RuntimeException ex) {
			return CompletableFuture.failedStage(new BadJwtException("Not a signed token", ex));
		}
		// No key of whatever id would change that.
		if (!SignatureAlgorithms.PUBLIC.contains(header.getAlgorithm())) {
			return CompletableFuture.failedStage(new BadJwtException("Unexpected algorithm " + header.getAlgorithm()));
		}
		return this.keys.matching(header).thenApply((known) -> known.decode(token));
	}

	@Override
	public void close() {
		this.keys.close();
	}

}
