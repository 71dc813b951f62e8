// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.Map;

import dev.sodp.server.SodpIdentity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Makes the user of an upgrade the identity of its SODP session, which needs no AUTH then
 * (protocol section 2) and ends with the login.
 */
public final class UpgradeLogin implements HandshakeInterceptor {

	private static final String USER = UpgradeLogin.class.getName() + ".USER";

	private final UpgradeUsers users;

	private final HttpLogins logins;

	/**
	 * Creates an interceptor.
	 * @param users finds the user of an upgrade
	 * @param logins ends sessions with their logins
	 */
	public UpgradeLogin(UpgradeUsers users, HttpLogins logins) {
		this.users = users;
		this.logins = logins;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		SodpIdentity identity = this.users.identify(servletRequest);
		if (identity != null) {
			attributes.put(USER, new UpgradeUser(identity, servletRequest, this.logins));
		}
		return true;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
	}

	static @Nullable UpgradeUser user(Map<String, Object> attributes) {
		return (UpgradeUser) attributes.get(USER);
	}

}
