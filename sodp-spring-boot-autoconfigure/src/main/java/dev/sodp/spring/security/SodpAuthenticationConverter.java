// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Converts the identity of a session to what Spring Security knows as the current user
 * while the session calls a {@link dev.sodp.spring.method.SodpMethod}. Beans of this type
 * are asked in their order. If none has an answer, it is the authentication of the
 * upgrade, or what a {@link ClaimsSodpAuthenticationConverter} makes of the claims.
 */
@FunctionalInterface
public interface SodpAuthenticationConverter {

	/**
	 * Converts an identity. Called for each call, on the thread that makes it.
	 * @param identity the identity of the session
	 * @return the authentication, or {@code null} to leave it to the next converter
	 */
	@Nullable Authentication convert(SodpIdentity identity);

}
