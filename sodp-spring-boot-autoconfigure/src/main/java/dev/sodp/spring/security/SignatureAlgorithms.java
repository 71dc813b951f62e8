// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * Which algorithm goes with which key, and how long a key must be. The header of a token
 * never decides.
 */
final class SignatureAlgorithms {

	/** What the keys of a key server may be used with. */
	static final Set<JWSAlgorithm> PUBLIC = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

	/** Of an HMAC with SHA-256, see RFC 7518 section 3.2. */
	static final int SHORTEST_SECRET_BITS = 256;

	/** See RFC 7518 section 3.3. */
	static final int SHORTEST_RSA_BITS = 2048;

	private SignatureAlgorithms() {
	}

	static JWSAlgorithm of(PublicKey key) {
		if (key instanceof RSAPublicKey rsa) {
			int bits = rsa.getModulus().bitLength();
			if (bits < SHORTEST_RSA_BITS) {
				throw new IllegalArgumentException(
						"The RSA key must have at least " + SHORTEST_RSA_BITS + " bits (was " + bits + ")");
			}
			return JWSAlgorithm.RS256;
		}
		if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
			return JWSAlgorithm.ES256;
		}
		throw new IllegalArgumentException(
				"The key must be an RSA key or an EC key on the curve P-256 (was " + key.getAlgorithm() + ")");
	}

	/** Whether a key of a key server is long enough; the others need no check. */
	static boolean isLongEnough(JWK key) {
		return !(key instanceof RSAKey rsa) || rsa.size() >= SHORTEST_RSA_BITS;
	}

}
