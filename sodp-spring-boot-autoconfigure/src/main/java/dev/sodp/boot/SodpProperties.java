package dev.sodp.boot;

import java.time.Duration;
import java.util.Map;

import dev.sodp.spring.SodpStartup;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} of the SODP client.
 *
 * @param enabled Whether to create a client and to call the methods annotated
 * with @SodpWatch.
 * @param url Address of the server. If it is not set and the application hosts a server,
 * the client uses that one directly.
 * @param token Token to present to the server. A SodpTokenProvider bean takes precedence.
 * @param reconnect Settings for the time after a lost connection.
 * @param connectTimeout Time that connecting may take, from opening the socket to a live
 * session.
 * @param callTimeout Time from a call to its answer, waiting for a connection included.
 * @param pingInterval Time between WebSocket pings. A connection that is silent for two
 * of them is dropped.
 * @param maxMessageSize Largest message that is accepted from the server.
 * @param headers HTTP headers to send when connecting.
 * @param ssl Settings for wss addresses.
 * @param startup What the start of the application does about a server that is not there.
 * @param startupTimeout Time that the start of the application waits for a session,
 * unless it goes on at once.
 */
@ConfigurationProperties("sodp")
public record SodpProperties(@DefaultValue("true") boolean enabled, @Nullable String url, @Nullable String token,
		@DefaultValue Reconnect reconnect, @DefaultValue("15s") Duration connectTimeout,
		@DefaultValue("30s") Duration callTimeout, @DefaultValue("10s") Duration pingInterval,
		@DefaultValue("64MB") DataSize maxMessageSize, @DefaultValue Map<String, String> headers, @DefaultValue Ssl ssl,
		@DefaultValue("continue") SodpStartup startup, @DefaultValue("30s") Duration startupTimeout) {

	/** Address that is used if none is set and the application hosts no server. */
	public static final String DEFAULT_URL = "ws://localhost:7777";

	/** Leaves out the token and the headers, which may carry secrets. */
	@Override
	public String toString() {
		return "SodpProperties[enabled=" + this.enabled + ", startup=" + this.startup + "]";
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
	 * TLS.
	 *
	 * @param bundle Name of the SSL bundle to use.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
