// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.util.ClassUtils;

/**
 * Makes an identity of what Spring Security knows about a user, as
 * {@link SecurityUpgradeUsers} describes it.
 */
final class AuthenticatedUser {

	private static final String ROLE_PREFIX = "ROLE_";

	private static final boolean TOKENS_PRESENT = ClassUtils.isPresent(
			"org.springframework.security.oauth2.core.AbstractOAuth2Token", AuthenticatedUser.class.getClassLoader());

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private AuthenticatedUser() {
	}

	/**
	 * Returns the identity of a user.
	 * @param authentication what Spring Security knows
	 * @return an identity, or {@code null} if the user is anonymous
	 */
	static @Nullable SodpIdentity of(Authentication authentication) {
		if (!TRUST.isAuthenticated(authentication)) {
			return null;
		}
		Map<String, Object> claims = new HashMap<>();
		Instant expiresAt = null;
		if (TOKENS_PRESENT) {
			TokenClaims.addTo(claims, authentication);
			expiresAt = TokenClaims.expiresAt(authentication);
		}
		List<String> authorities = authentication.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.filter((authority) -> authority != null)
			.toList();
		claims.put(SecurityUpgradeUsers.AUTHENTICATION, new UpgradeAuthentication(authentication));
		claims.put(SecurityUpgradeUsers.AUTHORITIES, authorities);
		claims.putIfAbsent(SecurityUpgradeUsers.ROLES,
				authorities.stream()
					.filter((authority) -> authority.startsWith(ROLE_PREFIX))
					.map((authority) -> authority.substring(ROLE_PREFIX.length()))
					.toList());
		return new SodpIdentity(authentication.getName(), claims, expiresAt);
	}

}
