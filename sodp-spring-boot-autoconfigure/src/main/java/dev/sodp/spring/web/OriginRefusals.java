// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Logs refused origins together with the server's own origin, because behind a proxy the
 * two differ although the page is the server's own. At most one line a minute: anyone can
 * send such requests.
 */
final class OriginRefusals {

	private static final Logger logger = LoggerFactory.getLogger(OriginCheck.class);

	private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int LONGEST_ORIGIN = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final LongSupplier nanoClock;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean logged;

	private long lastNanos;

	private long unlogged;

	OriginRefusals() {
		this(System::nanoTime);
	}

	OriginRefusals(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	void refused(String origin, ServerHttpRequest request) {
		long earlier;
		this.lock.lock();
		try {
			long now = this.nanoClock.getAsLong();
			if (this.logged && now - this.lastNanos < INTERVAL_NANOS) {
				this.unlogged++;
				return;
			}
			earlier = this.unlogged;
			this.unlogged = 0;
			this.logged = true;
			this.lastNanos = now;
		}
		finally {
			this.lock.unlock();
		}
		logger.warn(
				"Refused a WebSocket upgrade with Origin '{}': the origin of this server is '{}'. "
						+ "If it is behind a proxy under that origin, let the proxy send forwarded headers and set "
						+ "server.forward-headers-strategy; if pages of that origin may connect, add it to "
						+ "sodp.server.allowed-origins. {} refusals before this one were not logged",
				readable(origin), self(request), earlier);
	}

	/** The log must not take its layout or its size from a request. */
	private static String readable(String origin) {
		String printable = CONTROL.matcher(origin).replaceAll("?");
		return (printable.length() <= LONGEST_ORIGIN) ? printable : printable.substring(0, LONGEST_ORIGIN) + "…";
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
