// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a token can say about its key, and what is left of one that no one waits for.
 */
class RemoteKeysDecoderTests {

	private static final String LONGEST = "k".repeat(RemoteKeysDecoder.LONGEST_KEY_ID);

	private static ECKey key;

	private final CompletableFuture<JWKSet> answer = new CompletableFuture<>();

	private final RemoteKeys keys = new RemoteKeys(() -> this.answer, Duration.ofSeconds(10), new ManualTimer());

	private final RemoteKeysDecoder decoder = new RemoteKeysDecoder(this.keys);

	@BeforeAll
	static void generateKey() throws Exception {
		key = new ECKeyGenerator(Curve.P_256).keyID(LONGEST).generate();
	}

	private static String token(JWSHeader.Builder header) {
		try {
			SignedJWT token = new SignedJWT(header.build(), new JWTClaimsSet.Builder().subject("ada").build());
			token.sign(new ECDSASigner(key));
			return token.serialize();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JWSHeader.Builder header() {
		return new JWSHeader.Builder(JWSAlgorithm.ES256);
	}

	private static void assertRefused(CompletableFuture<Jwt> decoded, String why) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> decoded.getNow(null))
			.withCauseInstanceOf(BadJwtException.class)
			.withMessageContaining(why);
	}

	@Test
	void aTokenIsDecodedOnceItsKeyIsKnown() {
		CompletableFuture<Jwt> decoded = this.decoder.decode(token(header().keyID(LONGEST)));
		assertThat(decoded).isNotDone();

		this.answer.complete(new JWKSet(key));

		assertThat(decoded.join().getSubject()).isEqualTo("ada");
	}

	@Test
	void aKeyIdThatIsTooLongDoesNotWait() {
		assertRefused(this.decoder.decode(token(header().keyID(LONGEST + "k"))), "kid");
	}

	@Test
	void aThumbprintThatIsTooLongDoesNotWait() {
		assertRefused(this.decoder.decode(token(header().x509CertSHA256Thumbprint(new Base64URL(LONGEST + "k")))),
				"x5t#S256");
	}

	@Test
	void whatIsNoTokenDoesNotWait() {
		assertRefused(this.decoder.decode("a.b.c"), "Not a signed token");
	}

	@Test
	void aSessionThatEndsLeavesRoomForAnother() {
		JwtSodpAuthenticator authenticator = new JwtSodpAuthenticator(this.decoder,
				(token) -> OAuth2TokenValidatorResult.success(), "sub");
		String token = token(header().keyID("unknown"));
		List<CompletionStage<SodpIdentity>> waiting = new ArrayList<>();
		for (int i = 0; i < RemoteKeys.MAX_WAITING; i++) {
			waiting.add(authenticator.authenticate(token));
		}
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> authenticator.authenticate(token).toCompletableFuture().getNow(null))
			.withCauseInstanceOf(AuthenticationRefusedException.class);

		waiting.get(0).toCompletableFuture().cancel(false);

		assertThat(authenticator.authenticate(token).toCompletableFuture()).isNotDone();
	}

}
