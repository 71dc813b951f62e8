// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;

import dev.sodp.internal.AllowedOrigins;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Answers upgrades from pages of other sites with 403. An {@code Origin} must be the
 * server's own, which depends on the headers of a proxy, or be allowed.
 */
final class OriginCheck implements HandshakeInterceptor {

	private static final String ANSWER = """
			403 Forbidden: the Origin of this WebSocket upgrade is neither the server's own nor allowed. \
			The server's log names both and what to do.
			""";

	private final AllowedOrigins allowed;

	private final OriginRefusals refusals;

	/**
	 * Creates a check.
	 * @param allowedOrigins origins and patterns, or {@code *} for all
	 * @param refusals logs what was refused
	 */
	OriginCheck(Collection<String> allowedOrigins, OriginRefusals refusals) {
		this.allowed = new AllowedOrigins(allowedOrigins);
		this.refusals = refusals;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) throws IOException {
		String origin = request.getHeaders().getOrigin();
		boolean credentials = carriesCredentials(request);
		if (origin == null || this.allowed.contains(origin, credentials) || isOwn(request)) {
			return true;
		}
		this.refusals.refused(origin, credentials, request);
		RefusedUpgrade.answer(response, HttpStatus.FORBIDDEN, ANSWER);
		return false;
	}

	private static boolean carriesCredentials(ServerHttpRequest request) {
		if (request.getPrincipal() != null) {
			return true;
		}
		ReceivedRequest received = new ReceivedRequest(((ServletServerHttpRequest) request).getServletRequest());
		return received.header(HttpHeaders.COOKIE) != null || received.header(HttpHeaders.AUTHORIZATION) != null;
	}

	private static boolean isOwn(ServerHttpRequest request) {
		try {
			return WebUtils.isSameOrigin(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// Not a URL, so not this server's.
			return false;
		}
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
	}

}
