// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads a public key in PEM format.
 */
final class PemPublicKey {

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
			Pattern.DOTALL);

	/** Spaces, or line breaks that an environment variable has in writing. */
	private static final Pattern BREAKS = Pattern.compile("\\s|\\\\n|\\\\r");

	private PemPublicKey() {
	}

	static boolean isIn(String text) {
		return text.contains("-----BEGIN");
	}

	/**
	 * Reads a key.
	 * @param pem the text
	 * @return the key
	 * @throws IllegalArgumentException with what is wrong, as the rest of a sentence
	 */
	static PublicKey read(String pem) {
		Matcher block = BLOCK.matcher(pem);
		if (!block.find()) {
			throw new IllegalArgumentException("it has no block -----BEGIN PUBLIC KEY-----");
		}
		String kind = block.group(1);
		if (!kind.equals("PUBLIC KEY")) {
			throw new IllegalArgumentException(
					"it has a block -----BEGIN " + kind + "----- instead of -----BEGIN PUBLIC KEY-----");
		}
		try {
			byte[] encoded = Base64.getDecoder().decode(BREAKS.matcher(block.group(2)).replaceAll(""));
			X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
			PublicKey rsa = generate("RSA", spec);
			PublicKey key = (rsa != null) ? rsa : generate("EC", spec);
			if (key != null) {
				return key;
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("its public key is not in Base64", ex);
		}
		throw new IllegalArgumentException("its public key is neither of RSA nor of EC");
	}

	private static @Nullable PublicKey generate(String algorithm, X509EncodedKeySpec spec) {
		try {
			return KeyFactory.getInstance(algorithm).generatePublic(spec);
		}
		catch (GeneralSecurityException ex) {
			return null;
		}
	}

}
