// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Answers upgrades with 503 while a server is leaving, so that a load balancer passes
 * them to another one. Once upgraded, a connection could only be closed again, and the
 * client would have to find out itself.
 */
public final class LeavingServerGuard implements HandshakeInterceptor {

	private static final String ANSWER = """
			503 Service Unavailable: this server is stopping. Connect to another one.
			""";

	private final BooleanSupplier leaving;

	/**
	 * Creates a guard.
	 * @param leaving whether the server is leaving
	 */
	public LeavingServerGuard(BooleanSupplier leaving) {
		this.leaving = leaving;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) throws IOException {
		if (!this.leaving.getAsBoolean()) {
			return true;
		}
		RefusedUpgrade.answer(response, HttpStatus.SERVICE_UNAVAILABLE, ANSWER);
		return false;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
	}

}
