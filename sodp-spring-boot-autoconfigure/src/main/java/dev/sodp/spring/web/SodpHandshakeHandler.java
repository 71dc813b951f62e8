// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.List;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Upgrades without extensions: compressing a frame anew for each of many subscribers
 * costs a deflater per session and gains nothing on deltas of some dozen bytes.
 */
final class SodpHandshakeHandler extends DefaultHandshakeHandler {

	@Override
	protected List<WebSocketExtension> filterRequestedExtensions(ServerHttpRequest request,
			List<WebSocketExtension> requestedExtensions, List<WebSocketExtension> supportedExtensions) {
		return List.of();
	}

}
