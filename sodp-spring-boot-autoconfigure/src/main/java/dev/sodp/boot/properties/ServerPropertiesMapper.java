// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.sodp.internal.Durations;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpServerOptions;

import org.springframework.util.unit.DataSize;

/**
 * Creates a builder from {@link SodpServerProperties}, or reports the property that
 * prevents it.
 */
public final class ServerPropertiesMapper {

	private static final Pattern ORIGIN = Pattern.compile("\\*|[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#\\s]+/?");

	private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+]");

	/** A disk or a database needs this long when it is busy. */
	private static final Duration SHORTEST_IO_TIMEOUT = Duration.ofMillis(100);

	private static final Duration LONGEST_CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private static final int HIGHEST_PORT = 65_535;

	private final SodpServerProperties properties;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 */
	public ServerPropertiesMapper(SodpServerProperties properties) {
		this.properties = properties;
	}

	/**
	 * Creates a builder with all settings that do not need another bean.
	 * @return a builder that still needs authenticator, policy and validator
	 */
	public SodpServerBuilder builder() {
		SodpServerBuilder builder = SodpServer.builder();
		builder.maxValueBytes(maxValueBytes());
		DataSize total = this.properties.maxTotalSize();
		if (total != null) {
			builder.maxTotalBytes(PropertyChecks.positive("sodp.server.max-total-size", total));
		}
		builder.maxKeys(PropertyChecks.atLeast(1, "sodp.server.max-keys", this.properties.maxKeys()))
			.maxSessions(PropertyChecks.atLeast(1, "sodp.server.max-sessions", this.properties.maxSessions()))
			.maxSessionsPerAddress(PropertyChecks.atLeast(0, "sodp.server.max-sessions-per-address",
					this.properties.maxSessionsPerAddress()))
			.maxSessionsPerSubject(PropertyChecks.atLeast(0, "sodp.server.max-sessions-per-subject",
					this.properties.maxSessionsPerSubject()));
		SodpServerProperties.RateLimit rates = this.properties.rateLimit();
		builder
			.backpressureLimit(PropertyChecks.atLeast(SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT,
					"sodp.server.backpressure-limit", this.properties.backpressureLimit()))
			.writesPerSecond(PropertyChecks.atLeast(0, "sodp.server.rate-limit.writes", rates.writes()))
			.watchesPerSecond(PropertyChecks.atLeast(0, "sodp.server.rate-limit.watches", rates.watches()))
			.maxKeysPerSession(
					PropertyChecks.atLeast(1, "sodp.server.max-keys-per-session", this.properties.maxKeysPerSession()))
			.logSize(PropertyChecks.atLeast(0, "sodp.server.log-size", this.properties.logSize()));
		builder.heartbeatInterval(
				PropertyChecks.positive("sodp.server.heartbeat-interval", this.properties.heartbeatInterval()));
		builder.authTimeout(PropertyChecks.positive("sodp.server.auth-timeout", this.properties.authTimeout()));
		builder.callTimeout(ioTimeout("sodp.server.call-timeout", this.properties.callTimeout()));
		builder.loadTimeout(ioTimeout("sodp.server.load-timeout", this.properties.loadTimeout()));
		builder.interceptTimeout(ioTimeout("sodp.server.intercept-timeout", this.properties.interceptTimeout()));
		builder.methodTimeout(ioTimeout("sodp.server.method-timeout", this.properties.methodTimeout()));
		return builder;
	}

	private static Duration ioTimeout(String property, Duration value) {
		return PropertyChecks.between(SHORTEST_IO_TIMEOUT, Durations.LONGEST, property, value);
	}

	private int maxValueBytes() {
		return PropertyChecks.bytes("sodp.server.max-value-size", this.properties.maxValueSize(),
				SodpServerOptions.LARGEST_MAX_VALUE_BYTES);
	}

	/**
	 * Returns the time over which sessions are closed, so that the last one leaves before
	 * the application stops waiting.
	 * @param phase maximum duration of a phase of the shutdown
	 * @return a duration of at most nine tenths of a phase
	 */
	public Duration drainTime(Duration phase) {
		SodpServerProperties.Cluster cluster = this.properties.cluster();
		Duration time = cluster.enabled() ? drainTime("sodp.server.cluster.drain-time", cluster.drainTime())
				: drainTime("sodp.server.drain-time", this.properties.drainTime());
		Duration longest = phase.isNegative() ? Duration.ZERO : phase.dividedBy(10).multipliedBy(9);
		return (time.compareTo(longest) < 0) ? time : longest;
	}

	private static Duration drainTime(String property, Duration value) {
		return PropertyChecks.between(Duration.ZERO, Durations.LONGEST, property, value);
	}

	/**
	 * Returns the path of the endpoint below the context path.
	 * @return a path that starts with a slash
	 */
	public String path() {
		String path = this.properties.path();
		if (!path.startsWith("/") || path.contains("*") || path.contains("{")) {
			throw new InvalidSodpPropertyException("sodp.server.path", path,
					"it must be a single path that starts with a slash", "Use a path such as '/sodp'");
		}
		return path;
	}

	/**
	 * Returns the port of the server alone.
	 * @return 0 for any free one
	 */
	public int port() {
		Integer port = this.properties.port();
		if (port == null) {
			throw new InvalidSodpPropertyException("sodp.server.port", "", "it is empty",
					"Use a port such as 7777, or remove the property to use the port of the web server");
		}
		return PropertyChecks.between(0, HIGHEST_PORT, "sodp.server.port", port);
	}

	/**
	 * Returns the time that clients may take to answer the end of their connections, so
	 * that they do not delay the end of the application.
	 * @param phase maximum duration of a phase of the shutdown
	 * @return a positive duration of at most half a phase
	 */
	public Duration closeTimeout(Duration phase) {
		Duration half = phase.dividedBy(2);
		if (half.compareTo(SHORTEST_IO_TIMEOUT) < 0) {
			return SHORTEST_IO_TIMEOUT;
		}
		return (half.compareTo(LONGEST_CLOSE_TIMEOUT) < 0) ? half : LONGEST_CLOSE_TIMEOUT;
	}

	/**
	 * Checks that nothing was asked for that only an endpoint in a web server can do.
	 */
	public void checkOwnPort() {
		if (this.properties.compression()) {
			throw new InvalidSodpPropertyException("sodp.server.compression", true,
					"the endpoint on sodp.server.port does not compress messages",
					"Remove the property, or remove sodp.server.port to use the endpoint in the web server");
		}
	}

	/**
	 * Returns the origins that may connect besides the server's own.
	 * @return origins, patterns, or {@code *}
	 */
	public List<String> allowedOrigins() {
		for (String origin : this.properties.allowedOrigins()) {
			if (!ORIGIN.matcher(origin).matches()) {
				throw new InvalidSodpPropertyException("sodp.server.allowed-origins", origin,
						"an origin must consist of scheme, host and optional port, without a path",
						"Use an origin such as 'https://example.org', 'https://*.example.org' or '*'");
			}
		}
		return this.properties.allowedOrigins();
	}

	/**
	 * Returns the names under which clients on this machine may reach an open server,
	 * besides its usual ones.
	 * @return names without ports
	 */
	public List<String> allowedHosts() {
		for (String host : this.properties.allowedHosts()) {
			if (!HOST.matcher(host).matches()) {
				throw new InvalidSodpPropertyException("sodp.server.allowed-hosts", host,
						"it must be a host name or address without scheme, port and wildcards",
						"Use a name such as 'devbox.example.org'");
			}
		}
		return this.properties.allowedHosts();
	}

	/**
	 * Returns the time between two checks of an HTTP session.
	 * @return a duration between 100 ms and 365 days
	 */
	public Duration loginCheckInterval() {
		return ioTimeout("sodp.server.auth.login-check-interval", this.properties.auth().loginCheckInterval());
	}

	/**
	 * Checks that sessions can present the tokens that they have to.
	 * @param options of the server
	 */
	public void checkAuthenticator(SodpServerOptions options) {
		if (this.properties.auth().tokenRequired() && options.authenticator() == null) {
			throw new InvalidSodpPropertyException("sodp.server.auth.token-required", true,
					"there is no SodpAuthenticator, so no token can be accepted",
					"Define a SodpAuthenticator bean, or remove the property");
		}
	}

}
