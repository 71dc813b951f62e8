// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.util.Map;

import dev.sodp.client.OfflinePolicy;
import dev.sodp.spring.SodpStartup;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of a SODP client: of the primary one under
 * {@code sodp}, and of each other one under {@code sodp.clients.<name>}.
 *
 * @param url Address of the server. If not set and the application hosts a server, the
 * client connects to that one directly. Required for a client under sodp.clients.
 * @param token Token to authenticate with. A SodpTokenProvider bean takes precedence.
 * @param tokenTimeout Maximum time to obtain a token.
 * @param oauth2 Tokens from Spring Security's OAuth2 client.
 * @param reconnect Settings for reconnecting.
 * @param connectTimeout Maximum time to connect, from opening the socket to a live
 * session.
 * @param callTimeout Maximum time from a call to its answer, including the time it waits
 * for a connection.
 * @param offlinePolicy What to do with calls while there is no session.
 * @param queue Limits for calls that wait for a connection.
 * @param readYourWrites Whether a write of a watched key completes only when the local
 * value reflects it.
 * @param retryWrites Whether to resend idempotent writes if the connection was lost
 * before they were answered. Such a write may overwrite a newer one by another client.
 * @param pingInterval Time between WebSocket pings. A connection that is silent for two
 * such intervals is closed.
 * @param maxMessageSize Maximum size of a message from the server.
 * @param headers HTTP headers to send when connecting.
 * @param proxy HTTP proxy to connect through.
 * @param ssl TLS settings for wss addresses.
 * @param startup What to do if the server cannot be reached when the application starts.
 * @param startupTimeout Maximum time that the start of the application waits for a
 * session. Not used with the startup mode "continue".
 */
@ConfigurationProperties("sodp")
public record SodpClientProperties(@Nullable String url, @Nullable String token,
		@DefaultValue("30s") Duration tokenTimeout, @DefaultValue OAuth2 oauth2, @DefaultValue Reconnect reconnect,
		@DefaultValue("15s") Duration connectTimeout, @DefaultValue("30s") Duration callTimeout,
		@DefaultValue("queue") OfflinePolicy offlinePolicy, @DefaultValue Queue queue,
		@DefaultValue("true") boolean readYourWrites, @DefaultValue("false") boolean retryWrites,
		@DefaultValue("10s") Duration pingInterval, @DefaultValue("64MB") DataSize maxMessageSize,
		@DefaultValue Map<String, String> headers, @DefaultValue Proxy proxy, @DefaultValue Ssl ssl,
		@DefaultValue("continue") SodpStartup startup, @DefaultValue("30s") Duration startupTimeout) {

	/**
	 * Address that is used if none is configured and the application hosts no server.
	 */
	public static final String DEFAULT_URL = "ws://localhost:7777";

	/**
	 * Returns the HTTP headers of the upgrade request, with one spelling of each name.
	 * @return values by name
	 */
	@Override
	public Map<String, String> headers() {
		return Spellings.unite(this.headers);
	}

	/** Omits the token and the headers, which may contain secrets. */
	@Override
	public String toString() {
		return "SodpClientProperties[url=" + ((this.url != null) ? SafeUri.in(this.url) : null) + ", startup="
				+ this.startup + "]";
	}

	/**
	 * OAuth2 settings.
	 *
	 * @param clientRegistrationId Id of the registration under
	 * spring.security.oauth2.client.registration to obtain tokens with.
	 */
	public record OAuth2(@Nullable String clientRegistrationId) {
	}

	/**
	 * Settings for reconnecting.
	 *
	 * @param enabled Whether to reconnect after a lost or failed connection.
	 * @param delay Delay before the first attempt to reconnect. Doubles with each failed
	 * attempt; up to half a second of jitter is added.
	 * @param maxDelay Maximum delay between attempts.
	 */
	public record Reconnect(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration delay,
			@DefaultValue("30s") Duration maxDelay) {
	}

	/**
	 * Limits for calls that wait for a connection.
	 *
	 * @param maxCalls Maximum number of calls that may wait for a connection. Further
	 * calls fail immediately.
	 * @param maxSize Maximum total size of the arguments of waiting calls.
	 */
	public record Queue(@DefaultValue("10000") int maxCalls, @DefaultValue("16MB") DataSize maxSize) {
	}

	/**
	 * Proxy settings.
	 *
	 * @param enabled Whether to use a proxy, including the one of the JVM's system
	 * properties.
	 * @param host Host of the proxy. If not set, the JVM's system properties apply.
	 * @param port Port of the proxy.
	 */
	public record Proxy(@DefaultValue("true") boolean enabled, @Nullable String host, @Nullable Integer port) {
	}

	/**
	 * TLS settings.
	 *
	 * @param bundle Name of the SSL bundle to use. After a reload of the bundle, new
	 * connections use its new content.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
