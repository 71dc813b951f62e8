// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import dev.sodp.spring.web.HttpLogins;
import jakarta.servlet.http.HttpSession;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.web.authentication.session.SessionFixationProtectionEvent;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Passes on what Spring Security knows of logins and the servlet container does not: a
 * logout that leaves the HTTP session valid, and the new id of a session that is not in
 * the container.
 */
public final class LoginEvents implements ApplicationListener<AbstractAuthenticationEvent> {

	private final HttpLogins logins;

	/**
	 * Creates a listener.
	 * @param logins the logins to end or rename
	 */
	public LoginEvents(HttpLogins logins) {
		this.logins = logins;
	}

	@Override
	public void onApplicationEvent(AbstractAuthenticationEvent event) {
		if (event instanceof SessionFixationProtectionEvent changed) {
			this.logins.renamed(changed.getOldSessionId(), changed.getNewSessionId());
		}
		else if (event instanceof LogoutSuccessEvent
				&& RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request) {
			HttpSession session = request.getRequest().getSession(false);
			if (session != null) {
				this.logins.end(session.getId());
			}
		}
	}

}
