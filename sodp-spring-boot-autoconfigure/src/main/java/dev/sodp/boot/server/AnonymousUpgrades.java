// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Reports upgrades without a principal. */
final class AnonymousUpgrades implements HandshakeInterceptor {

	private final OpenServerWarning warning;

	AnonymousUpgrades(OpenServerWarning warning) {
		this.warning = warning;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		if (request.getPrincipal() == null) {
			this.warning.letInAnonymously();
		}
		return true;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
	}

}
