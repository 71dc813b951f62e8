// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.net.URI;
import java.security.Key;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Builds a {@link JwtSodpAuthenticator}. The algorithm goes with the key, whatever the
 * header of a token says: HS256 with a secret, RS256 with RSA keys, ES256 with EC keys on
 * the curve P-256. Secrets must have 256 bits and RSA keys 2048.
 *
 * <p>
 * Keys of an issuer or a JWK set are fetched in the background, from the moment the
 * authenticator is built. No thread waits for them: while the key server does not answer,
 * tokens with known keys are accepted at once, for up to 24 hours. A token with an
 * unknown key waits for the next fetch. Fetches begin at least
 * {@link #keyFetchInterval(Duration)} apart and take at most 5 seconds, so a new key is
 * accepted within the sum of both. Keys are also fetched every 5 minutes, which is how
 * long a key works that is no longer listed. Keys in the set that are too short are not
 * used.
 */
public final class JwtSodpAuthenticatorBuilder {

	/** Claim that is the subject unless set. */
	public static final String DEFAULT_SUBJECT_CLAIM = JwtClaimNames.SUB;

	/** Time between the starts of two fetches unless set. */
	public static final Duration DEFAULT_KEY_FETCH_INTERVAL = Duration.ofSeconds(10);

	/** Shortest time between the starts of two fetches. */
	public static final Duration SHORTEST_KEY_FETCH_INTERVAL = Duration.ofSeconds(1);

	/** Longest time between the starts of two fetches. */
	public static final Duration LONGEST_KEY_FETCH_INTERVAL = RemoteKeys.REFRESH_INTERVAL;

	private final Supplier<TokenDecoder> decoder;

	private @Nullable String issuer;

	private Set<String> audiences = Set.of();

	private String subjectClaim = DEFAULT_SUBJECT_CLAIM;

	private Duration keyFetchInterval = DEFAULT_KEY_FETCH_INTERVAL;

	private JwtSodpAuthenticatorBuilder(TokenDecoder decoder) {
		this.decoder = () -> decoder;
	}

	private JwtSodpAuthenticatorBuilder(KeyServer keys) {
		this.decoder = () -> {
			RemoteKeys remote = new RemoteKeys(keys, this.keyFetchInterval, KeyFetchTimer.SYSTEM);
			remote.start();
			return new RemoteKeysDecoder(remote);
		};
	}

	/**
	 * Verifies tokens with a decoder, whose own checks apply too.
	 * @param decoder the decoder
	 * @return a builder
	 */
	public static JwtSodpAuthenticatorBuilder withDecoder(JwtDecoder decoder) {
		return new JwtSodpAuthenticatorBuilder(
				TokenDecoder.of(Objects.requireNonNull(decoder, "decoder must not be null")));
	}

	/**
	 * Verifies tokens with a secret, by HS256.
	 * @param secret at least 32 bytes, best from a random generator
	 * @return a builder
	 * @throws IllegalArgumentException if the secret is too short
	 */
	public static JwtSodpAuthenticatorBuilder withSecret(byte[] secret) {
		int bits = secret.length * Byte.SIZE;
		if (bits < SignatureAlgorithms.SHORTEST_SECRET_BITS) {
			throw new IllegalArgumentException("The secret must have at least "
					+ SignatureAlgorithms.SHORTEST_SECRET_BITS + " bits (was " + bits + ")");
		}
		return withKey(JWSAlgorithm.HS256, new SecretKeySpec(secret, "HmacSHA256"));
	}

	/**
	 * Verifies tokens with a public key, by RS256 or ES256.
	 * @param key an RSA key, or an EC key on the curve P-256
	 * @return a builder
	 * @throws IllegalArgumentException if the key is of another kind, or too short
	 */
	public static JwtSodpAuthenticatorBuilder withPublicKey(PublicKey key) {
		return withKey(SignatureAlgorithms.of(key), key);
	}

	private static JwtSodpAuthenticatorBuilder withKey(JWSAlgorithm algorithm, Key key) {
		return withDecoder(NimbusDecoders.of(algorithm, key));
	}

	/**
	 * Verifies tokens with the keys of a JWK set, by RS256 or ES256.
	 * @param uri an HTTP address
	 * @return a builder
	 * @throws IllegalArgumentException if the address is none of HTTP
	 */
	public static JwtSodpAuthenticatorBuilder withJwkSetUri(URI uri) {
		return new JwtSodpAuthenticatorBuilder(JwkSetEndpoint.at(http(uri)));
	}

	/**
	 * Verifies tokens with the keys that an issuer publishes by OpenID Connect Discovery
	 * or RFC 8414, by RS256 or ES256. Tokens must be from that issuer.
	 * @param issuer an HTTP address
	 * @return a builder
	 * @throws IllegalArgumentException if the issuer is no HTTP address
	 */
	public static JwtSodpAuthenticatorBuilder withIssuer(String issuer) {
		http(URI.create(issuer));
		return new JwtSodpAuthenticatorBuilder(JwkSetEndpoint.ofIssuer(issuer)).issuer(issuer);
	}

	private static URI http(URI uri) {
		boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
		if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
			throw new IllegalArgumentException("Not an HTTP address without user info");
		}
		return uri;
	}

	/**
	 * Sets who must have issued the tokens.
	 * @param issuer what the claim {@code iss} must be
	 * @return this
	 */
	public JwtSodpAuthenticatorBuilder issuer(String issuer) {
		this.issuer = Objects.requireNonNull(issuer, "issuer must not be null");
		return this;
	}

	/**
	 * Sets for whom the tokens must be. By default, that does not matter.
	 * @param audiences the claim {@code aud} must contain one of them; none for any
	 * @return this
	 */
	public JwtSodpAuthenticatorBuilder audiences(Collection<String> audiences) {
		this.audiences = Set.copyOf(audiences);
		return this;
	}

	/**
	 * Sets the claim that is the subject, {@value #DEFAULT_SUBJECT_CLAIM} by default.
	 * @param subjectClaim name of the claim, a text or an integer
	 * @return this
	 */
	public JwtSodpAuthenticatorBuilder subjectClaim(String subjectClaim) {
		if (subjectClaim.isBlank()) {
			throw new IllegalArgumentException("subjectClaim must not be blank");
		}
		this.subjectClaim = subjectClaim;
		return this;
	}

	/**
	 * Sets the time between the starts of two fetches of keys. Should be less than the
	 * time that clients have to authenticate, or tokens with new keys are refused until
	 * the keys have been fetched.
	 * @param interval between 1 second and 5 minutes
	 * @return this
	 */
	public JwtSodpAuthenticatorBuilder keyFetchInterval(Duration interval) {
		if (interval.compareTo(SHORTEST_KEY_FETCH_INTERVAL) < 0 || interval.compareTo(LONGEST_KEY_FETCH_INTERVAL) > 0) {
			throw new IllegalArgumentException("keyFetchInterval must be between " + SHORTEST_KEY_FETCH_INTERVAL
					+ " and " + LONGEST_KEY_FETCH_INTERVAL + " (was " + interval + ")");
		}
		this.keyFetchInterval = interval;
		return this;
	}

	/**
	 * Creates the authenticator, and begins to fetch the keys that it needs.
	 * @return the authenticator
	 */
	public JwtSodpAuthenticator build() {
		return new JwtSodpAuthenticator(this.decoder.get(), validator(this.issuer, this.audiences), this.subjectClaim);
	}

	private static OAuth2TokenValidator<Jwt> validator(@Nullable String issuer, Set<String> audiences) {
		List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
		if (issuer != null) {
			validators.add(new JwtClaimValidator<>(JwtClaimNames.ISS, issuer::equals));
		}
		if (!audiences.isEmpty()) {
			validators.add(new JwtClaimValidator<>(JwtClaimNames.AUD, (found) -> found instanceof Collection<?> all
					&& all.stream().anyMatch((each) -> each != null && audiences.contains(each))));
		}
		return new DelegatingOAuth2TokenValidator<>(validators);
	}

}
