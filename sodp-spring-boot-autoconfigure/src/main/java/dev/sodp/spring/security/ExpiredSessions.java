// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.sodp.spring.web.RevokedLogins;

import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;

/**
 * Logins that {@link SessionInformation#expireNow()} has revoked. Spring Security reports
 * them to no one and refuses their next request; a WebSocket makes none.
 */
public final class ExpiredSessions implements RevokedLogins {

	private final Supplier<Stream<SessionRegistry>> registries;

	/**
	 * Creates an instance.
	 * @param registries supplies the registries to ask
	 */
	public ExpiredSessions(Supplier<Stream<SessionRegistry>> registries) {
		this.registries = registries;
	}

	@Override
	public boolean isRevoked(String sessionId) {
		return this.registries.get().anyMatch((registry) -> {
			SessionInformation session = registry.getSessionInformation(sessionId);
			return session != null && session.isExpired();
		});
	}

}
