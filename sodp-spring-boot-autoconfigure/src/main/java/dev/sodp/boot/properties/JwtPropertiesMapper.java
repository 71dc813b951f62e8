// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sodp.spring.security.JwtSodpAuthenticatorBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Creates the authenticator from {@link SodpServerProperties.Jwt}, or reports the
 * property that prevents it.
 */
public final class JwtPropertiesMapper {

	private static final String PREFIX = "sodp.server.auth.jwt.";

	private static final String SECRET = PREFIX + "secret";

	private static final String PUBLIC_KEY = PREFIX + "public-key";

	private static final String JWK_SET_URI = PREFIX + "jwk-set-uri";

	private static final String AUDIENCES = PREFIX + "audiences";

	private static final String ISSUER_URI = PREFIX + "issuer-uri";

	/** Stands for values that are secret, or might be by mistake. */
	private static final String HIDDEN = "******";

	private final SodpServerProperties.Jwt properties;

	private final ResourceLoader resources;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 * @param resources finds the public key
	 */
	public JwtPropertiesMapper(SodpServerProperties.Jwt properties, ResourceLoader resources) {
		this.properties = properties;
		this.resources = resources;
	}

	/**
	 * Creates a builder.
	 * @param decoder provides the decoder to use if no property says where the keys are;
	 * null if there is none
	 * @return a builder with all settings
	 */
	public JwtSodpAuthenticatorBuilder builder(Supplier<@Nullable JwtDecoder> decoder) {
		checkThatOneSourceIsSet();
		JwtSodpAuthenticatorBuilder builder = source(decoder);
		String issuer = this.properties.issuerUri();
		if (issuer != null) {
			builder.issuer(text(ISSUER_URI, issuer));
		}
		List<String> audiences = this.properties.audiences();
		if (audiences != null) {
			text(AUDIENCES, String.join("", audiences));
			builder.audiences(audiences);
		}
		return builder.subjectClaim(text(PREFIX + "subject-claim", this.properties.subjectClaim()))
			.keyFetchInterval(PropertyChecks.between(JwtSodpAuthenticatorBuilder.SHORTEST_KEY_FETCH_INTERVAL,
					JwtSodpAuthenticatorBuilder.LONGEST_KEY_FETCH_INTERVAL, PREFIX + "key-fetch-interval",
					this.properties.keyFetchInterval()));
	}

	private void checkThatOneSourceIsSet() {
		List<String> set = new ArrayList<>();
		if (this.properties.secret() != null) {
			set.add(SECRET);
		}
		if (this.properties.publicKey() != null) {
			set.add(PUBLIC_KEY);
		}
		if (this.properties.jwkSetUri() != null) {
			set.add(JWK_SET_URI);
		}
		if (set.size() > 1) {
			throw new InvalidSodpPropertyException(set.get(1), HIDDEN,
					set.get(0) + " is set as well, and tokens are verified with the keys of one of them only",
					"Remove one of the two");
		}
	}

	private JwtSodpAuthenticatorBuilder source(Supplier<@Nullable JwtDecoder> decoders) {
		if (this.properties.secret() != null) {
			return secret(this.properties.secret());
		}
		if (this.properties.publicKey() != null) {
			return publicKey(this.properties.publicKey());
		}
		if (this.properties.jwkSetUri() != null) {
			return address(JWK_SET_URI, this.properties.jwkSetUri(),
					(address) -> JwtSodpAuthenticatorBuilder.withJwkSetUri(URI.create(address)));
		}
		if (this.properties.issuerUri() != null) {
			return address(ISSUER_URI, this.properties.issuerUri(), JwtSodpAuthenticatorBuilder::withIssuer);
		}
		JwtDecoder decoder = decoders.get();
		if (decoder == null) {
			throw withoutKey();
		}
		return JwtSodpAuthenticatorBuilder.withDecoder(decoder);
	}

	private static JwtSodpAuthenticatorBuilder secret(String secret) {
		try {
			return JwtSodpAuthenticatorBuilder.withSecret(secret.getBytes(StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(SECRET, HIDDEN, "it is too short. " + ex.getMessage(),
					"Use 32 random bytes or more, such as the output of 'openssl rand -base64 48'");
		}
	}

	private JwtSodpAuthenticatorBuilder publicKey(String keyOrLocation) {
		boolean inline = PemPublicKey.isIn(keyOrLocation);
		String shown = inline ? HIDDEN : keyOrLocation;
		try {
			String pem = inline ? keyOrLocation : this.resources.getResource(text(PUBLIC_KEY, keyOrLocation))
				.getContentAsString(StandardCharsets.UTF_8);
			return JwtSodpAuthenticatorBuilder.withPublicKey(PemPublicKey.read(pem));
		}
		catch (IOException ex) {
			throw new InvalidSodpPropertyException(PUBLIC_KEY, shown, "it cannot be read: " + ex.getMessage(),
					"Use the location of a file, such as 'file:/etc/app/jwt.pem', or the key itself, which begins with"
							+ " -----BEGIN PUBLIC KEY-----",
					ex);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(PUBLIC_KEY, shown, "it cannot be used: " + ex.getMessage(),
					"Use the public key of an RSA key pair with 2048 bits or more, or of an EC key pair on the curve"
							+ " P-256, in PEM format, such as the output of 'openssl pkey -in private.pem -pubout'",
					ex);
		}
	}

	private static JwtSodpAuthenticatorBuilder address(String property, String value,
			Function<String, JwtSodpAuthenticatorBuilder> builder) {
		try {
			return builder.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(property, SafeUri.in(value),
					"it is not an HTTP address without user info, from which keys could be fetched",
					"Use an address such as 'https://id.example.org'");
		}
	}

	/**
	 * One of the settings that need a key is there, or this would not have been called.
	 */
	private InvalidSodpPropertyException withoutKey() {
		String name = "key-fetch-interval";
		Object value = this.properties.keyFetchInterval();
		if (this.properties.audiences() != null) {
			name = "audiences";
			value = String.join(",", this.properties.audiences());
		}
		else if (!this.properties.subjectClaim().equals(JwtSodpAuthenticatorBuilder.DEFAULT_SUBJECT_CLAIM)) {
			name = "subject-claim";
			value = this.properties.subjectClaim();
		}
		return new InvalidSodpPropertyException(PREFIX + name, value, "nothing says which key verifies the tokens",
				"Set one of " + String.join(", ", ISSUER_URI, JWK_SET_URI, PUBLIC_KEY, SECRET)
						+ ", or define a JwtDecoder bean");
	}

	/** An empty value is a variable that is not set, rather than the wish for none. */
	private static String text(String property, String value) {
		if (value.isBlank()) {
			throw new InvalidSodpPropertyException(property, value, "it must not be empty",
					"Use a value, or remove the property");
		}
		return value;
	}

}
