// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.security.Key;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Decoders for keys that are at hand. They check what can be said of every token;
 * {@link JwtSodpAuthenticator} checks the rest.
 */
final class NimbusDecoders {

	/** Of an access token, which RFC 9068 gives a type of its own. */
	private static final List<String> TYPES = List.of("JWT", "at+jwt", "application/at+jwt");

	private static final Converter<Map<String, Object>, Map<String, Object>> CLAIMS = MappedJwtClaimSetConverter
		.withDefaults(Map.of());

	private NimbusDecoders() {
	}

	static NimbusJwtDecoder of(JWSAlgorithm algorithm, Key key) {
		return of(new SingleKeyJWSKeySelector<>(algorithm, key));
	}

	static NimbusJwtDecoder of(JWKSet keys) {
		return of(new JWSVerificationKeySelector<>(SignatureAlgorithms.PUBLIC, new ImmutableJWKSet<>(keys)));
	}

	private static NimbusJwtDecoder of(JWSKeySelector<SecurityContext> keys) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSKeySelector(keys);
		// What follows is checked by validators instead.
		processor.setJWSTypeVerifier((type, context) -> {
		});
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
		decoder.setClaimSetConverter(NimbusDecoders::claims);
		decoder.setJwtValidator(validator());
		return decoder;
	}

	/** Without the iat that Spring Security makes up for a token that has none. */
	private static Map<String, Object> claims(Map<String, Object> claims) {
		Map<String, Object> converted = CLAIMS.convert(claims);
		converted.keySet().retainAll(claims.keySet());
		return converted;
	}

	private static OAuth2TokenValidator<Jwt> validator() {
		JwtTypeValidator type = new JwtTypeValidator(TYPES);
		type.setAllowEmpty(true);
		return new DelegatingOAuth2TokenValidator<>(type, NimbusDecoders::bearer);
	}

	/**
	 * A token may be bound to a key or a certificate, which AUTH cannot prove to have.
	 */
	private static OAuth2TokenValidatorResult bearer(Jwt token) {
		return token.hasClaim("cnf")
				? OAuth2TokenValidatorResult
					.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The token is bound to a key", null))
				: OAuth2TokenValidatorResult.success();
	}

}
