// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Keys and the tokens that are signed with them.
 */
final class TokenIssuer {

	static final String ISSUER = "https://id.example.org/realms/app";

	static final String AUDIENCE = "state";

	static final String SECRET = "a secret of more than 32 bytes for tests";

	static final RSAKey RSA = rsa("rsa-1");

	static final ECKey EC = ec("ec-1");

	private TokenIssuer() {
	}

	static RSAKey rsa(String keyId) {
		try {
			return new RSAKeyGenerator(2048).keyID(keyId).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static ECKey ec(String keyId) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String pem(byte[] encodedKey) {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(encodedKey)
				+ "\n-----END PUBLIC KEY-----\n";
	}

	static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
		return change
			.apply(new JWTClaimsSet.Builder().subject("ada")
				.issuer(ISSUER)
				.audience(List.of("other", AUDIENCE))
				.expirationTime(Date.from(Instant.now().plusSeconds(300)))
				.claim("realm_access", Map.of("roles", List.of("editor", "viewer"))))
			.build();
	}

	static JWTClaimsSet claims() {
		return claims((claims) -> claims);
	}

	static String rs256(RSAKey key, JWTClaimsSet claims) {
		return rsa(key, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
	}

	static String rsa(RSAKey key, JWSHeader header, JWTClaimsSet claims) {
		try {
			return sign(header, claims, new RSASSASigner(key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String es256(ECKey key, JWTClaimsSet claims) {
		try {
			return sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims,
					new ECDSASigner(key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String hs256(byte[] secret, JWTClaimsSet claims) {
		return hs256(secret, JWSAlgorithm.HS256, claims);
	}

	static String hs256(byte[] secret, JWSAlgorithm algorithm, JWTClaimsSet claims) {
		try {
			return sign(new JWSHeader(algorithm), claims, new MACSigner(secret));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Signed by no one, which takes less time than with a key that no one lists. */
	static String withUnknownKey() {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(UUID.randomUUID().toString()).build();
		return header.toBase64URL() + "." + Base64URL.encode(claims().toString()) + "." + "A".repeat(86);
	}

	static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
		SignedJWT token = new SignedJWT(header, claims);
		token.sign(signer);
		return token.serialize();
	}

}
