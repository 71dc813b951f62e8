// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;

/**
 * Keys that generators of JWKs refuse to make.
 */
final class ShortKeys {

	static final RSAPublicKey RSA_1024 = rsa(1024);

	private ShortKeys() {
	}

	private static RSAPublicKey rsa(int bits) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(bits);
			return (RSAPublicKey) generator.generateKeyPair().getPublic();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
