// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import dev.sodp.server.SodpIdentity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The user who opens a WebSocket, until it is closed.
 */
final class UpgradeUser {

	/** Request attribute with the store of Spring Session, if that is used. */
	private static final String REPOSITORY = "org.springframework.session.SessionRepository";

	private final SodpIdentity identity;

	private final HttpLogins logins;

	/** {@code null} if the upgrade was authenticated without an HTTP session. */
	private final @Nullable HttpSessionState state;

	private final String sessionId;

	private final int maxIdleSeconds;

	private volatile @Nullable HttpLogin login;

	UpgradeUser(SodpIdentity identity, HttpServletRequest request, HttpLogins logins) {
		this.identity = identity;
		this.logins = logins;
		HttpSession session = request.getSession(false);
		if (session != null) {
			Object repository = request.getAttribute(REPOSITORY);
			this.state = (repository != null) ? StoredSession.in(repository) : new ContainerSession(session);
			this.sessionId = session.getId();
			this.maxIdleSeconds = session.getMaxInactiveInterval();
		}
		else {
			this.state = null;
			this.sessionId = "";
			this.maxIdleSeconds = 0;
		}
	}

	SodpIdentity identity() {
		return this.identity;
	}

	void opened() {
		if (this.state != null) {
			this.login = this.logins.join(this.sessionId, this.state, this.identity);
		}
	}

	void accepted() {
		HttpLogin joined = this.login;
		if (joined != null) {
			this.logins.accepted(joined, this.identity);
		}
	}

	void wrote() {
		HttpLogin joined = this.login;
		if (joined != null) {
			this.logins.wrote(joined, this.maxIdleSeconds);
		}
	}

	void closed() {
		HttpLogin joined = this.login;
		if (joined != null) {
			this.logins.leave(joined, this.identity);
		}
	}

}
