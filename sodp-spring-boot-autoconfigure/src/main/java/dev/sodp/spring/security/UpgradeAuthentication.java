// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import org.springframework.security.core.Authentication;

/**
 * Carries the authentication of an upgrade in the claims of an identity. Has neither
 * properties nor a text, since an authentication may hold a token and the id of an HTTP
 * session, and claims are written to logs and results.
 */
final class UpgradeAuthentication {

	private final Authentication authentication;

	UpgradeAuthentication(Authentication authentication) {
		this.authentication = authentication;
	}

	Authentication authentication() {
		return this.authentication;
	}

	@Override
	public String toString() {
		return "of the upgrade";
	}

}
