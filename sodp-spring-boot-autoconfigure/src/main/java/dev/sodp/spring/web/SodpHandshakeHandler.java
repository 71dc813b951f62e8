// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.List;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Accepts upgrades without extensions: compression would cost a deflater per session and
 * compress a frame anew for each of its subscribers, for little gain on deltas of a few
 * dozen bytes.
 */
final class SodpHandshakeHandler extends DefaultHandshakeHandler {

	/** Uses the Jakarta API, not the container's own, which has no Jakarta session. */
	SodpHandshakeHandler() {
		super(new StandardWebSocketUpgradeStrategy());
	}

	@Override
	protected List<WebSocketExtension> filterRequestedExtensions(ServerHttpRequest request,
			List<WebSocketExtension> requestedExtensions, List<WebSocketExtension> supportedExtensions) {
		return List.of();
	}

}
