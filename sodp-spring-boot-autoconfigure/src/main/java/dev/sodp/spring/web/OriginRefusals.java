// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

import dev.sodp.internal.OncePerMinute;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Logs refused origins together with the server's own origin, because behind a proxy the
 * two differ although the page is the server's own.
 */
final class OriginRefusals {

	private static final Logger logger = LoggerFactory.getLogger(OriginCheck.class);

	private static final String NAMED = " by its name: '*' does not count for upgrades that carry a cookie or other"
			+ " credentials, as this one does";

	private final OncePerMinute lines;

	OriginRefusals() {
		this(System::nanoTime);
	}

	OriginRefusals(LongSupplier nanoClock) {
		this.lines = new OncePerMinute(nanoClock);
	}

	void refused(String origin, boolean credentials, ServerHttpRequest request) {
		OptionalLong earlier = this.lines.next();
		if (earlier.isEmpty()) {
			return;
		}
		logger.warn(
				"Refused a WebSocket upgrade with Origin '{}': the origin of this server is '{}'. "
						+ "If it is behind a proxy under that origin, let the proxy send forwarded headers and set "
						+ "server.forward-headers-strategy; if pages of that origin may connect, add it to "
						+ "sodp.server.allowed-origins{}. {} refusals before this one were not logged",
				OncePerMinute.readable(origin), self(request), credentials ? NAMED : "", earlier.getAsLong());
	}

	private static String self(ServerHttpRequest request) {
		if (!(request instanceof ServletServerHttpRequest servlet)) {
			return request.getURI().resolve("/").toString();
		}
		HttpServletRequest own = servlet.getServletRequest();
		String scheme = own.getScheme();
		int port = own.getServerPort();
		boolean usual = port == ("https".equals(scheme) ? 443 : 80);
		return UriComponentsBuilder.newInstance()
			.scheme(scheme)
			.host(own.getServerName())
			.port(usual ? -1 : port)
			.build()
			.toString();
	}

}
