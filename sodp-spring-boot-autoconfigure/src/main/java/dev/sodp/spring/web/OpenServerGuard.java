// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

import dev.sodp.internal.LocalNames;
import dev.sodp.internal.OncePerMinute;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Keeps others out of a server that asks nothing of its clients. Upgrades from this
 * machine are accepted, under a name of this machine and not through a proxy, and those
 * that carry a user; all others are answered with 403.
 *
 * <p>
 * A proxy on this machine connects from a loopback address on behalf of anyone. So a
 * request with {@code Forwarded}, {@code X-Forwarded-*}, {@code X-Real-IP} or {@code Via}
 * is never from this machine, whatever they contain and whatever address it has by now.
 */
public final class OpenServerGuard implements HandshakeInterceptor {

	private static final String ANSWER = """
			403 Forbidden: this server is open to clients on its own machine only. \
			Its log says how to open it for others.
			""";

	private static final Logger logger = LoggerFactory.getLogger(OpenServerGuard.class);

	private final BooleanSupplier needed;

	private final LocalNames names;

	private final UpgradeUsers users;

	private final OncePerMinute lines = new OncePerMinute(System::nanoTime);

	/**
	 * Creates a guard.
	 * @param needed whether the server asks nothing of its clients
	 * @param allowedHosts names in the {@code Host} header that are allowed in addition
	 * to {@code localhost} and loopback addresses
	 * @param users who has opened a WebSocket
	 */
	public OpenServerGuard(BooleanSupplier needed, Collection<String> allowedHosts, UpgradeUsers users) {
		this.needed = needed;
		this.names = new LocalNames(allowedHosts);
		this.users = users;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) throws IOException {
		if (!this.needed.getAsBoolean()) {
			return true;
		}
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		if (this.users.identify(servletRequest) != null) {
			return true;
		}
		ReceivedRequest received = new ReceivedRequest(servletRequest);
		String host = received.header(HttpHeaders.HOST);
		if (!received.isLocal()) {
			refused(servletRequest, reason(received),
					"Require a login of clients: define a SodpAuthenticator or an AccessPolicy, or let Spring Security"
							+ " authenticate requests for this path. If everyone who reaches it may read and write all"
							+ " state, set sodp.server.open=true");
		}
		else if (!this.names.contains(host)) {
			refused(servletRequest,
					"the Host '" + OncePerMinute.readable(String.valueOf(host)) + "' is no name of this machine",
					"If it is one of this machine's, add it to sodp.server.allowed-hosts");
		}
		else {
			return true;
		}
		RefusedUpgrade.answer(response, HttpStatus.FORBIDDEN, ANSWER);
		return false;
	}

	private static String reason(ReceivedRequest received) {
		String header = received.forwardedBy();
		return (header != null) ? "the header '" + OncePerMinute.readable(header) + "' shows that a proxy forwarded it"
				: "its address " + received.address() + " is not of this machine";
	}

	private void refused(HttpServletRequest request, String reason, String remedy) {
		OptionalLong earlier = this.lines.next();
		if (earlier.isPresent()) {
			logger.warn(
					"Refused a WebSocket upgrade of {}: there is neither a SodpAuthenticator nor an AccessPolicy, so"
							+ " only clients on this machine are served, and {}. {}. {} refusals before this one were"
							+ " not logged",
					OncePerMinute.readable(request.getRequestURI()), reason, remedy, earlier.getAsLong());
		}
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
	}

}
