// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetAddress;
import java.util.OptionalLong;

import dev.sodp.internal.AllowedOrigins;
import dev.sodp.internal.LocalNames;
import dev.sodp.internal.OncePerMinute;
import dev.sodp.internal.ProxyHeaders;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServerOptions;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may open a WebSocket: the same rules as those of an endpoint in a servlet
 * container. Outside of one, nothing else protects the server.
 */
final class UpgradeRules {

	private static final Logger logger = LoggerFactory.getLogger(UpgradeRules.class);

	private static final String VERSION = "13";

	/** Characters of 16 bytes in Base64. */
	private static final int KEY_LENGTH = 24;

	private static final Refusal LOCAL_ONLY = new Refusal(403,
			"403 Forbidden: this server is open to clients on its own machine only. Its log says how to open it for"
					+ " others.\n");

	private static final Refusal FOREIGN = new Refusal(403,
			"403 Forbidden: the Origin of this WebSocket upgrade is neither the server's own nor allowed. The"
					+ " server's log names both and what to do.\n");

	private final EndpointSettings settings;

	private final boolean localOnly;

	private final AllowedOrigins origins;

	private final LocalNames names;

	private final OncePerMinute foreign = new OncePerMinute(System::nanoTime);

	private final OncePerMinute remote = new OncePerMinute(System::nanoTime);

	UpgradeRules(EndpointSettings settings) {
		this.settings = settings;
		this.localOnly = !settings.open() && !isSecured(settings.server().options());
		this.origins = new AllowedOrigins(settings.allowedOrigins());
		this.names = new LocalNames(settings.allowedHosts());
	}

	private static boolean isSecured(SodpServerOptions server) {
		return server.authenticator() != null || !server.accessPolicy().equals(AccessPolicy.ALLOW_ALL);
	}

	/**
	 * Checks what does not depend on who the client is.
	 * @param request the request
	 * @return why it is refused, or {@code null}
	 */
	@Nullable Refusal check(UpgradeRequest request) {
		Refusal malformed = checkHandshake(request);
		return (malformed != null) ? malformed : checkOrigin(request);
	}

	private @Nullable Refusal checkHandshake(UpgradeRequest upgrade) {
		HttpRequest request = upgrade.http();
		HttpHeaders headers = request.headers();
		if (request.decoderResult().isFailure() || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
				|| HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) != 0) {
			return new Refusal(400, "400 Bad Request: this is no WebSocket upgrade.\n");
		}
		if (!upgrade.path().equals(this.settings.path())) {
			return new Refusal(404, "404 Not Found: the endpoint has another path.\n");
		}
		if (!request.method().equals(HttpMethod.GET)) {
			return new Refusal(405, "Allow: GET", "405 Method Not Allowed: a WebSocket upgrade is a GET.\n");
		}
		if (!headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
				|| !headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
			return new Refusal(426, "Upgrade: websocket",
					"426 Upgrade Required: this endpoint is for WebSockets only.\n");
		}
		if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
			return new Refusal(426, "Sec-WebSocket-Version: " + VERSION,
					"426 Upgrade Required: this server speaks version 13 of the WebSocket protocol only.\n");
		}
		String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
		return (key != null && key.strip().length() == KEY_LENGTH) ? null
				: new Refusal(400, "400 Bad Request: the Sec-WebSocket-Key is missing or no such key.\n");
	}

	private @Nullable Refusal checkOrigin(UpgradeRequest request) {
		String origin = request.header("Origin");
		if (origin == null) {
			return null;
		}
		boolean credentials = request.header("Cookie") != null || request.authorization() != null;
		String scheme = request.isSecure() ? "https" : "http";
		String host = String.valueOf(request.header("Host"));
		if (this.origins.contains(origin, credentials) || AllowedOrigins.isOwn(origin, scheme, host)) {
			return null;
		}
		OptionalLong earlier = this.foreign.next();
		if (earlier.isPresent()) {
			logger.warn(
					"Refused a WebSocket upgrade with Origin '{}': the origin of this server is '{}'. If pages of that"
							+ " origin may connect, or this server is behind a proxy under that origin, add it to the"
							+ " allowed origins{}. {} refusals before this one were not logged",
					OncePerMinute.readable(origin), OncePerMinute.readable(scheme + "://" + host),
					credentials ? " by its name: '*' does not count for upgrades that carry a cookie or other"
							+ " credentials, as this one does" : "",
					earlier.getAsLong());
		}
		return FOREIGN;
	}

	/**
	 * Checks whether a server that asks nothing of its clients is open to this one. A
	 * proxy on this machine connects on behalf of anyone, so what it forwards is never
	 * from this machine.
	 * @param request the request
	 * @param identity who the client is, or {@code null} if that is not known
	 * @return why it is refused, or {@code null}
	 */
	@Nullable Refusal checkExposure(UpgradeRequest request, @Nullable SodpIdentity identity) {
		if (!this.localOnly || identity != null) {
			return null;
		}
		String proxy = ProxyHeaders.find(request.headerNames());
		InetAddress address = request.remoteAddress().getAddress();
		String host = request.header("Host");
		if (proxy != null) {
			logLocalOnly("the header '" + OncePerMinute.readable(proxy) + "' shows that a proxy forwarded it");
		}
		else if (address == null || !address.isLoopbackAddress()) {
			logLocalOnly("its address " + request.remoteAddress() + " is not of this machine");
		}
		else if (!this.names.contains(host)) {
			logLocalOnly("the Host '" + OncePerMinute.readable(String.valueOf(host)) + "' is no name of this machine,"
					+ " nor among the allowed hosts");
		}
		else {
			return null;
		}
		return LOCAL_ONLY;
	}

	private void logLocalOnly(String reason) {
		OptionalLong earlier = this.remote.next();
		if (earlier.isPresent()) {
			logger.warn("Refused a WebSocket upgrade: there is neither a SodpAuthenticator nor an AccessPolicy, so only"
					+ " clients on this machine are served, and {}. Require a login of clients, or open the"
					+ " endpoint if everyone who reaches it may read and write all state. {} refusals before"
					+ " this one were not logged", reason, earlier.getAsLong());
		}
	}

}
