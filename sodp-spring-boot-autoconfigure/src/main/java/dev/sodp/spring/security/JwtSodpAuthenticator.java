// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sodp.internal.Occasions;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Authenticates clients by JWT. The identity has all claims of the token, as
 * {@link Jwt#getClaims()} has them, and the session ends when the token expires.
 *
 * <p>
 * A token must be signed by a known key, and have a subject and {@code exp}. Times count
 * to the second, without leeway, also if the decoder grants one. Clients are not told
 * more than the kind of the refusal; the logger of this class has the reason at level
 * DEBUG.
 *
 * <p>
 * A {@link JwtDecoder} is called on a thread of the server, which may block, for as many
 * tokens at the same time as {@link SodpAuthenticator} says.
 * {@link JwtSodpAuthenticatorBuilder#withIssuer(String)} and
 * {@link JwtSodpAuthenticatorBuilder#withJwkSetUri(URI)} block no thread while they fetch
 * keys.
 */
public final class JwtSodpAuthenticator implements SodpAuthenticator, AutoCloseable {

	/** Several times what HTTP servers take as a header. */
	private static final int LONGEST_TOKEN = 16 * 1024;

	private static final Logger log = LoggerFactory.getLogger(JwtSodpAuthenticator.class);

	private final TokenDecoder decoder;

	private final OAuth2TokenValidator<Jwt> validator;

	private final String subjectClaim;

	private final Occasions warnings = new Occasions(System::nanoTime);

	/**
	 * Creates an authenticator whose subjects are the claim {@code sub}.
	 * @param decoder verifies tokens; its own checks apply too
	 */
	public JwtSodpAuthenticator(JwtDecoder decoder) {
		this(TokenDecoder.of(Objects.requireNonNull(decoder, "decoder must not be null")),
				new DelegatingOAuth2TokenValidator<>(List.of()), JwtSodpAuthenticatorBuilder.DEFAULT_SUBJECT_CLAIM);
	}

	JwtSodpAuthenticator(TokenDecoder decoder, OAuth2TokenValidator<Jwt> validator, String subjectClaim) {
		this.decoder = decoder;
		this.validator = validator;
		this.subjectClaim = subjectClaim;
	}

	@Override
	public CompletionStage<SodpIdentity> authenticate(String token) {
		if (token.length() > LONGEST_TOKEN) {
			return CompletableFuture.failedStage(new AuthenticationRefusedException("The token is too long"));
		}
		CompletableFuture<Jwt> decoded = this.decoder.decode(token);
		return Cancellations.passOn(decoded.thenApply(this::identity).exceptionally((failure) -> {
			throw refusal((failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
					: failure);
		}), decoded);
	}

	private SodpIdentity identity(Jwt token) {
		OAuth2TokenValidatorResult result = this.validator.validate(token);
		if (result.hasErrors()) {
			throw new JwtValidationException("The token is not for this server", result.getErrors());
		}
		Instant now = Instant.now();
		Instant expiry = token.getExpiresAt();
		if (expiry == null) {
			throw new AuthenticationRefusedException("The token has no expiration time");
		}
		if (!now.isBefore(expiry)) {
			throw new AuthenticationRefusedException("Token expired");
		}
		Instant notBefore = token.getNotBefore();
		if (notBefore != null && now.isBefore(notBefore)) {
			throw new AuthenticationRefusedException("The token is not valid yet");
		}
		Map<String, Object> claims = new HashMap<>(token.getClaims());
		claims.values().removeIf(Objects::isNull);
		return new SodpIdentity(subject(claims.get(this.subjectClaim)), claims, expiry);
	}

	private static String subject(@Nullable Object claim) {
		if (claim instanceof String text && !text.isBlank()) {
			return text;
		}
		// What issuers number their users with.
		if (claim instanceof Integer || claim instanceof Long) {
			return claim.toString();
		}
		throw new AuthenticationRefusedException("The token has no subject");
	}

	private AuthenticationRefusedException refusal(Throwable failure) {
		if (failure instanceof AuthenticationRefusedException refused) {
			return refused;
		}
		if (failure instanceof BadJwtException) {
			log.debug("Refused a token", failure);
			return new AuthenticationRefusedException("The token is not valid");
		}
		warn(failure);
		return new AuthenticationRefusedException(RemoteKeys.UNAVAILABLE);
	}

	private void warn(Throwable failure) {
		long unlogged = this.warnings.next();
		if (unlogged >= 0) {
			log.warn("Tokens cannot be verified: {}. {} failures before this one were not logged", failure.toString(),
					unlogged);
		}
		log.debug("A token cannot be verified", failure);
	}

	/** Fetches no more keys. */
	@Override
	public void close() {
		this.decoder.close();
	}

}
