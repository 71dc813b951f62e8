// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * Upgrades without the container knowing the user. A container that knows it closes the
 * WebSocket by itself, with code 1008, when the HTTP session ends, before the server has
 * sent ERROR 401; Spring's WebSocket session has the user all the same.
 */
final class HiddenUserStrategy implements RequestUpgradeStrategy {

	private final RequestUpgradeStrategy delegate;

	HiddenUserStrategy(RequestUpgradeStrategy delegate) {
		this.delegate = delegate;
	}

	@Override
	public String[] getSupportedVersions() {
		return this.delegate.getSupportedVersions();
	}

	@Override
	public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
		return this.delegate.getSupportedExtensions(request);
	}

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String selectedProtocol,
			List<WebSocketExtension> selectedExtensions, @Nullable Principal user, WebSocketHandler handler,
			Map<String, Object> attributes) throws HandshakeFailureException {
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		this.delegate.upgrade(new ServletServerHttpRequest(new WithoutUser(servletRequest)), response, selectedProtocol,
				selectedExtensions, user, handler, attributes);
	}

	private static final class WithoutUser extends HttpServletRequestWrapper {

		WithoutUser(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable Principal getUserPrincipal() {
			return null;
		}

	}

}
