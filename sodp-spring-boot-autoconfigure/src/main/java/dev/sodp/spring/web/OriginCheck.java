// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Answers upgrades from pages of other sites with 403. An {@code Origin} must be the
 * server's own, which depends on the headers of a proxy, or be allowed.
 *
 * <p>
 * A browser adds cookies and passwords that it remembers to the requests of any page. An
 * upgrade with such credentials must not come from just any site, so entries that name no
 * site, such as {@code *}, do not count for it.
 */
final class OriginCheck implements HandshakeInterceptor {

	private static final String ANSWER = """
			403 Forbidden: the Origin of this WebSocket upgrade is neither the server's own nor allowed. \
			The server's log names both and what to do.
			""";

	private static final Pattern SCHEME_OR_PORT = Pattern.compile("^[^:/]*://|(:[^:\\]]*|:\\[[^\\]]*])?/?$");

	private final CorsConfiguration allowed;

	/** For upgrades with credentials. */
	private final CorsConfiguration named;

	private final OriginRefusals refusals;

	/**
	 * Creates a check.
	 * @param allowedOrigins origins and patterns, or {@code *} for all
	 * @param refusals logs what was refused
	 */
	OriginCheck(Collection<String> allowedOrigins, OriginRefusals refusals) {
		this.allowed = configuration(allowedOrigins);
		this.named = configuration(allowedOrigins.stream().filter(OriginCheck::namesSite).toList());
		this.refusals = refusals;
	}

	private static CorsConfiguration configuration(Collection<String> allowedOrigins) {
		List<String> origins = new ArrayList<>();
		List<String> patterns = new ArrayList<>();
		for (String origin : allowedOrigins) {
			boolean pattern = origin.contains("*") && !origin.equals(CorsConfiguration.ALL);
			(pattern ? patterns : origins).add(origin);
		}
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(origins);
		configuration.setAllowedOriginPatterns(patterns);
		return configuration;
	}

	/**
	 * Whether the host, or at least two labels of it, are given in full: one of them
	 * would be a top-level domain.
	 */
	private static boolean namesSite(String origin) {
		String host = SCHEME_OR_PORT.matcher(origin).replaceAll("");
		return !host.contains("*") || Arrays.stream(host.split("\\."))
			.filter((label) -> !label.isEmpty() && !label.contains("*"))
			.count() > 1;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) throws IOException {
		String origin = request.getHeaders().getOrigin();
		boolean credentials = carriesCredentials(request);
		CorsConfiguration others = credentials ? this.named : this.allowed;
		if (origin == null || others.checkOrigin(origin) != null || isOwn(request)) {
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
