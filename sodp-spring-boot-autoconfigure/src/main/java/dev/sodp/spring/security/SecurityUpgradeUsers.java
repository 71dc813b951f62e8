// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.security.Principal;

import dev.sodp.server.SodpIdentity;
import dev.sodp.spring.web.UpgradeUsers;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Takes Spring Security's {@link Authentication} of an upgrade as the identity of its
 * session, unless it is anonymous.
 *
 * <p>
 * The subject is the name of the authentication. The claims are those of its token, if it
 * has one; {@code authorities} are all granted authorities, and {@code roles}, unless the
 * token has such a claim, those that begin with {@code ROLE_}, without that. A token that
 * came with the upgrade ends the session when it expires. The tokens of an OAuth2 login
 * do not: there the HTTP session counts.
 */
public final class SecurityUpgradeUsers implements UpgradeUsers {

	/** Claim with all granted authorities. */
	public static final String AUTHORITIES = "authorities";

	/** Claim with the granted roles, unless the token has one of that name. */
	public static final String ROLES = "roles";

	/** Claim with the {@link UpgradeAuthentication}, which no token can carry. */
	static final String AUTHENTICATION = "authentication";

	/**
	 * Creates a strategy.
	 */
	public SecurityUpgradeUsers() {
	}

	@Override
	public @Nullable SodpIdentity identify(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		return (principal instanceof Authentication authentication) ? AuthenticatedUser.of(authentication) : null;
	}

}
