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
 * {@link ConfigurationProperties Properties} of one SODP client: of the primary one under
 * {@code sodp}, and of each further one under {@code sodp.clients.<name>}.
 *
 * @param url Address of the server. If it is not set and the application hosts a server,
 * the client uses that one directly. A client under sodp.clients needs one.
 * @param token Token to present to the server. A SodpTokenProvider bean takes precedence.
 * @param tokenTimeout Time that obtaining a token may take.
 * @param oauth2 Tokens from Spring Security's OAuth2 client.
 * @param reconnect Settings for the time after a lost connection.
 * @param connectTimeout Time that connecting may take, from opening the socket to a live
 * session.
 * @param callTimeout Time from a call to its answer, waiting for a connection included.
 * @param offlinePolicy What becomes of calls while there is no session.
 * @param queue Bounds of what waits for a connection.
 * @param readYourWrites Whether a write of a watched key completes only when the value
 * here shows it.
 * @param retryWrites Whether to send writes again that can be repeated when the
 * connection ended before their answer. Such a write may overwrite a newer one of
 * somebody else.
 * @param pingInterval Time between WebSocket pings. A connection that is silent for two
 * of them is dropped.
 * @param maxMessageSize Largest message that is accepted from the server.
 * @param headers HTTP headers to send when connecting.
 * @param proxy HTTP proxy to connect through.
 * @param ssl Settings for wss addresses.
 * @param startup What the start of the application does about a server that is not there.
 * @param startupTimeout Time that the start of the application waits for a session,
 * unless it goes on at once.
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

	/** Address that is used if none is set and the application hosts no server. */
	public static final String DEFAULT_URL = "ws://localhost:7777";

	/** Leaves out the token and the headers, which may carry secrets. */
	@Override
	public String toString() {
		return "SodpClientProperties[url=" + ((this.url != null) ? SafeUri.in(this.url) : null) + ", startup="
				+ this.startup + "]";
	}

	/**
	 * OAuth2.
	 *
	 * @param clientRegistrationId Id of the registration under
	 * spring.security.oauth2.client.registration that tokens are obtained with.
	 */
	public record OAuth2(@Nullable String clientRegistrationId) {
	}

	/**
	 * Reconnecting.
	 *
	 * @param enabled Whether to connect again after a lost or failed connection.
	 * @param delay Delay before the first attempt. It doubles with each failure, and up
	 * to half a second is added.
	 * @param maxDelay Longest delay between attempts.
	 */
	public record Reconnect(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration delay,
			@DefaultValue("30s") Duration maxDelay) {
	}

	/**
	 * What waits for a connection.
	 *
	 * @param maxCalls Number of calls that may wait. Further ones fail at once.
	 * @param maxSize Size of their arguments together.
	 */
	public record Queue(@DefaultValue("10000") int maxCalls, @DefaultValue("16MB") DataSize maxSize) {
	}

	/**
	 * Proxy.
	 *
	 * @param enabled Whether to use a proxy at all, also the one of the JVM's system
	 * properties.
	 * @param host Host of the proxy. If it is not set, the JVM's system properties
	 * decide.
	 * @param port Port of the proxy.
	 */
	public record Proxy(@DefaultValue("true") boolean enabled, @Nullable String host, @Nullable Integer port) {
	}

	/**
	 * TLS.
	 *
	 * @param bundle Name of the SSL bundle to use. When it is reloaded, the next
	 * connection uses what is in it then.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
