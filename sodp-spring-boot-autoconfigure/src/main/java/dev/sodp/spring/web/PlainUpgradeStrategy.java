// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.adapter.standard.StandardWebSocketHandlerAdapter;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.standard.ServerEndpointRegistration;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Accepts upgrades without extensions, whatever the client offers: compression costs a
 * deflater and an inflater per session and compresses a frame anew for each of its
 * subscribers, for little gain on deltas of a few dozen bytes.
 *
 * <p>
 * An endpoint without extensions does not express that, because containers take an empty
 * list as all that they support. Only the negotiation itself can decline them.
 */
final class PlainUpgradeStrategy extends StandardWebSocketUpgradeStrategy {

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String selectedProtocol,
			List<WebSocketExtension> selectedExtensions, @Nullable Principal user, WebSocketHandler handler,
			Map<String, Object> attributes) throws HandshakeFailureException {
		HttpServletRequest servletRequest = getHttpServletRequest(request);
		StandardWebSocketSession session = new StandardWebSocketSession(HttpHeaders.copyOf(request.getHeaders()),
				attributes, request.getLocalAddress(), request.getRemoteAddress(), user);
		PlainEndpoint endpoint = new PlainEndpoint(servletRequest.getRequestURI(),
				new StandardWebSocketHandlerAdapter(handler, session));
		if (selectedProtocol != null) {
			endpoint.setSubprotocols(List.of(selectedProtocol));
		}
		try {
			getContainer(servletRequest).upgradeHttpToWebSocket(servletRequest, getHttpServletResponse(response),
					endpoint, Map.of());
		}
		catch (Exception ex) {
			throw new HandshakeFailureException("The container did not upgrade the request for " + endpoint.getPath(),
					ex);
		}
	}

	/** An endpoint that declines every extension. */
	private static final class PlainEndpoint extends ServerEndpointRegistration {

		PlainEndpoint(String path, Endpoint endpoint) {
			super(path, endpoint);
		}

		@Override
		public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
			return List.of();
		}

	}

}
