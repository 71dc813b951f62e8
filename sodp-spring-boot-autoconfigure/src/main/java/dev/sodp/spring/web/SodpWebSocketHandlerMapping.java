// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Maps WebSocket upgrades of a single path to a {@link SodpWebSocketHandler} and leaves
 * all other requests for that path to the rest of the application. An upgrade whose
 * {@code Origin} is neither the server's own nor allowed is answered with 403; requests
 * without that header, which do not come from a browser's page, are accepted. For an
 * upgrade that carries a cookie or other credentials, only origins and patterns that name
 * a site are allowed, {@code *} is not.
 */
public final class SodpWebSocketHandlerMapping extends WebSocketHandlerMapping {

	/** Precedes the mappings of controllers and static resources. */
	private static final int ORDER = -2;

	/**
	 * Creates a mapping that accepts upgrades without compression.
	 * @param path the path, relative to the context path, such as {@code /sodp}
	 * @param handler handles the sockets
	 * @param allowedOrigins origins that are allowed in addition to the server's own:
	 * {@code https://example.org}, patterns such as {@code https://*.example.org}, or
	 * {@code *} for all
	 */
	public SodpWebSocketHandlerMapping(String path, SodpWebSocketHandler handler, Collection<String> allowedOrigins) {
		this(path, handler, allowedOrigins, false);
	}

	/**
	 * Creates a mapping.
	 * @param path the path, relative to the context path, such as {@code /sodp}
	 * @param handler handles the sockets
	 * @param allowedOrigins origins that are allowed in addition to the server's own:
	 * {@code https://example.org}, patterns such as {@code https://*.example.org}, or
	 * {@code *} for all
	 * @param compression whether messages are compressed for clients that offer
	 * {@code permessage-deflate}
	 */
	public SodpWebSocketHandlerMapping(String path, SodpWebSocketHandler handler, Collection<String> allowedOrigins,
			boolean compression) {
		this(path, handler, allowedOrigins, compression, List.of());
	}

	/**
	 * Creates a mapping with interceptors.
	 * @param path the path, relative to the context path, such as {@code /sodp}
	 * @param handler handles the sockets
	 * @param allowedOrigins origins that are allowed in addition to the server's own:
	 * {@code https://example.org}, patterns such as {@code https://*.example.org}, or
	 * {@code *} for all
	 * @param compression whether messages are compressed for clients that offer
	 * {@code permessage-deflate}
	 * @param interceptors called in this order for upgrades whose origin is allowed
	 */
	public SodpWebSocketHandlerMapping(String path, SodpWebSocketHandler handler, Collection<String> allowedOrigins,
			boolean compression, List<? extends HandshakeInterceptor> interceptors) {
		// Not the strategy of the container's own API, which has no Jakarta session.
		StandardWebSocketUpgradeStrategy strategy = compression ? new StandardWebSocketUpgradeStrategy()
				: new PlainUpgradeStrategy();
		WebSocketHttpRequestHandler upgrade = new WebSocketHttpRequestHandler(handler,
				new DefaultHandshakeHandler(new HiddenUserStrategy(strategy)));
		List<HandshakeInterceptor> all = new ArrayList<>();
		all.add(new OriginCheck(allowedOrigins, new OriginRefusals()));
		all.addAll(interceptors);
		upgrade.setHandshakeInterceptors(all);
		setUrlMap(Map.of(path, upgrade));
		setWebSocketUpgradeMatch(true);
		setOrder(ORDER);
	}

}
