// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/**
 * What an authentication says about its OAuth2 token. Loaded only if OAuth2 is on the
 * class path.
 */
final class TokenClaims {

	private TokenClaims() {
	}

	static void addTo(Map<String, Object> claims, Authentication authentication) {
		Object principal = authentication.getPrincipal();
		if (principal instanceof OAuth2AuthenticatedPrincipal user) {
			add(claims, user.getAttributes());
		}
		if (principal instanceof ClaimAccessor user) {
			add(claims, user.getClaims());
		}
		if (authentication.getCredentials() instanceof ClaimAccessor token) {
			add(claims, token.getClaims());
		}
	}

	private static void add(Map<String, Object> claims, @Nullable Map<String, ?> more) {
		if (more != null) {
			more.forEach((name, value) -> {
				if (value != null) {
					claims.put(name, value);
				}
			});
		}
	}

	static @Nullable Instant expiresAt(Authentication authentication) {
		return (authentication.getCredentials() instanceof AbstractOAuth2Token token) ? token.getExpiresAt() : null;
	}

}
