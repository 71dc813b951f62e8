// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sodp.client.OfflinePolicy;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.spring.SodpStartup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What properties mean.
 */
class SodpPropertiesTests {

	private static SodpClientProperties client(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sodp",
				SodpClientProperties.class);
	}

	private static SodpServerProperties server(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sodp.server",
				SodpServerProperties.class);
	}

	private static SodpClientBuilder builder(Map<String, String> properties) {
		ClientSettings settings = ClientSettings.primary(client(properties));
		String configured = settings.properties().url();
		String url = (configured != null) ? configured : SodpClientProperties.DEFAULT_URL;
		return new ClientPropertiesMapper(settings).builder(url);
	}

	@Test
	void clientDefaultsAreThoseOfTheCore() {
		SodpClientProperties properties = client(Map.of());

		assertThat(properties.url()).isNull();
		assertThat(properties.token()).isNull();
		assertThat(properties.reconnect().enabled()).isTrue();
		assertThat(properties.reconnect().delay()).isEqualTo(SodpClientOptions.DEFAULT_RECONNECT_DELAY);
		assertThat(properties.reconnect().maxDelay()).isEqualTo(SodpClientOptions.DEFAULT_MAX_RECONNECT_DELAY);
		assertThat(properties.connectTimeout()).isEqualTo(SodpClientOptions.DEFAULT_CONNECT_TIMEOUT);
		assertThat(properties.callTimeout()).isEqualTo(SodpClientOptions.DEFAULT_CALL_TIMEOUT);
		assertThat(properties.pingInterval()).isEqualTo(SodpClientOptions.DEFAULT_PING_INTERVAL);
		assertThat(properties.maxMessageSize())
			.isEqualTo(DataSize.ofBytes(SodpClientOptions.DEFAULT_MAX_MESSAGE_BYTES));
		assertThat(properties.tokenTimeout()).isEqualTo(SodpClientOptions.DEFAULT_TOKEN_TIMEOUT);
		assertThat(properties.offlinePolicy()).isEqualTo(OfflinePolicy.QUEUE);
		assertThat(properties.queue().maxCalls()).isEqualTo(SodpClientOptions.DEFAULT_MAX_QUEUED_CALLS);
		assertThat(properties.queue().maxSize())
			.isEqualTo(DataSize.ofBytes(SodpClientOptions.DEFAULT_MAX_QUEUED_BYTES));
		assertThat(properties.readYourWrites()).isTrue();
		assertThat(properties.retryWrites()).isFalse();
		assertThat(properties.proxy().enabled()).isTrue();
		assertThat(properties.proxy().host()).isNull();
		assertThat(properties.oauth2().clientRegistrationId()).isNull();
		assertThat(properties.headers()).isEmpty();
		assertThat(properties.ssl().bundle()).isNull();
		assertThat(properties.startup()).isEqualTo(SodpStartup.CONTINUE);
	}

	@Test
	void serverDefaultsAreThoseOfTheCore() {
		SodpServerProperties properties = server(Map.of());

		assertThat(properties.enabled()).isFalse();
		assertThat(properties.path()).isEqualTo("/sodp");
		assertThat(properties.allowedOrigins()).isEmpty();
		assertThat(properties.compression()).isFalse();
		assertThat(properties.maxValueSize()).isEqualTo(DataSize.ofBytes(SodpServerOptions.DEFAULT_MAX_VALUE_BYTES));
		assertThat(properties.backpressureLimit()).isEqualTo(SodpServerOptions.DEFAULT_BACKPRESSURE_LIMIT);
		assertThat(properties.rateLimit().writes()).isZero();
		assertThat(properties.rateLimit().watches()).isZero();
		assertThat(properties.maxKeysPerSession()).isEqualTo(SodpServerOptions.DEFAULT_MAX_KEYS_PER_SESSION);
		assertThat(properties.logSize()).isEqualTo(SodpServerOptions.DEFAULT_LOG_SIZE);
		assertThat(properties.heartbeatInterval()).isEqualTo(SodpServerOptions.DEFAULT_HEARTBEAT_INTERVAL);
		assertThat(properties.authTimeout()).isEqualTo(SodpServerOptions.DEFAULT_AUTH_TIMEOUT);
		assertThat(properties.loadTimeout()).isEqualTo(SodpServerOptions.DEFAULT_LOAD_TIMEOUT);
		assertThat(properties.interceptTimeout()).isEqualTo(SodpServerOptions.DEFAULT_INTERCEPT_TIMEOUT);
		assertThat(properties.drainTime()).isZero();
	}

	@Test
	void clientPropertiesReachTheBuilder() {
		SodpClientBuilder builder = builder(Map.ofEntries(Map.entry("sodp.url", "wss://example.org/sodp"),
				Map.entry("sodp.reconnect.enabled", "false"), Map.entry("sodp.reconnect.delay", "2s"),
				Map.entry("sodp.reconnect.max-delay", "3s"), Map.entry("sodp.connect-timeout", "4s"),
				Map.entry("sodp.call-timeout", "5s"), Map.entry("sodp.ping-interval", "6s"),
				Map.entry("sodp.max-message-size", "7KB"), Map.entry("sodp.headers.X-Tenant", "acme"),
				Map.entry("sodp.token-timeout", "8s"), Map.entry("sodp.offline-policy", "fail"),
				Map.entry("sodp.queue.max-calls", "9"), Map.entry("sodp.queue.max-size", "10KB"),
				Map.entry("sodp.read-your-writes", "false"), Map.entry("sodp.retry-writes", "true")));

		assertThat(builder.options()).extracting(SodpClientOptions::reconnect, SodpClientOptions::reconnectDelay,
				SodpClientOptions::maxReconnectDelay, SodpClientOptions::connectTimeout, SodpClientOptions::callTimeout,
				SodpClientOptions::pingInterval, SodpClientOptions::maxMessageBytes, SodpClientOptions::headers,
				SodpClientOptions::tokenTimeout, SodpClientOptions::offlinePolicy, SodpClientOptions::maxQueuedCalls,
				SodpClientOptions::maxQueuedBytes, SodpClientOptions::readYourWrites, SodpClientOptions::retryWrites)
			.containsExactly(false, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4),
					Duration.ofSeconds(5), Duration.ofSeconds(6), 7168, Map.of("X-Tenant", List.of("acme")),
					Duration.ofSeconds(8), OfflinePolicy.FAIL, 9, 10240L, false, true);
		assertThat(builder.options().uri()).hasToString("wss://example.org/sodp");
	}

	@Test
	void serverPropertiesReachTheBuilder() {
		SodpServerProperties properties = server(Map.of("sodp.server.max-value-size", "2KB",
				"sodp.server.backpressure-limit", "30", "sodp.server.rate-limit.writes", "4",
				"sodp.server.rate-limit.watches", "5", "sodp.server.log-size", "6", "sodp.server.heartbeat-interval",
				"7s", "sodp.server.auth-timeout", "8s", "sodp.server.max-keys-per-session", "9"));

		assertThat(new ServerPropertiesMapper(properties).builder().options())
			.extracting(SodpServerOptions::maxValueBytes, SodpServerOptions::backpressureLimit,
					SodpServerOptions::writesPerSecond, SodpServerOptions::watchesPerSecond, SodpServerOptions::logSize,
					SodpServerOptions::heartbeatInterval, SodpServerOptions::authTimeout,
					SodpServerOptions::maxKeysPerSession)
			.containsExactly(2048, 30, 4, 5, 6, Duration.ofSeconds(7), Duration.ofSeconds(8), 9);
	}

	@Test
	void timeoutsOfLoadersAndInterceptorsReachTheBuilder() {
		SodpServerProperties properties = server(
				Map.of("sodp.server.load-timeout", "2s", "sodp.server.intercept-timeout", "3s"));

		assertThat(new ServerPropertiesMapper(properties).builder().options())
			.extracting(SodpServerOptions::loadTimeout, SodpServerOptions::interceptTimeout)
			.containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
	}

	/** What a number without a unit becomes that was meant in seconds. */
	@ParameterizedTest
	@ValueSource(strings = { "sodp.server.load-timeout", "sodp.server.intercept-timeout" })
	void aFewMillisecondsForLoadersAndInterceptorsAreRefused(String property) {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(server(Map.of(property, "5")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::builder)
			.withMessageStartingWith("Invalid value '5ms' of property " + property + ": it must be between 100ms and");
	}

	@Test
	void ceilingsReachTheBuilder() {
		SodpServerProperties properties = server(Map.of("sodp.server.max-total-size", "5GB", "sodp.server.max-keys",
				"10", "sodp.server.max-sessions", "11", "sodp.server.max-sessions-per-address", "12",
				"sodp.server.max-sessions-per-subject", "13"));

		assertThat(new ServerPropertiesMapper(properties).builder().options())
			.extracting(SodpServerOptions::maxTotalBytes, SodpServerOptions::maxKeys, SodpServerOptions::maxSessions,
					SodpServerOptions::maxSessionsPerAddress, SodpServerOptions::maxSessionsPerSubject)
			.containsExactly(5L << 30, 10, 11, 12, 13);
	}

	@Test
	void ceilingsAreTheServersOwnUnlessSet() {
		SodpServerOptions defaults = SodpServer.builder().options();

		assertThat(new ServerPropertiesMapper(server(Map.of())).builder().options())
			.extracting(SodpServerOptions::maxTotalBytes, SodpServerOptions::maxKeys, SodpServerOptions::maxSessions,
					SodpServerOptions::maxSessionsPerAddress)
			.containsExactly(defaults.maxTotalBytes(), defaults.maxKeys(), defaults.maxSessions(),
					defaults.maxSessionsPerAddress());
	}

	@Test
	void neitherTokenNorHeadersAreShown() {
		assertThat(client(Map.of("sodp.token", "secret", "sodp.headers.Authorization", "secret")).toString())
			.doesNotContain("secret");
	}

	private static InvalidSodpPropertyException clientFailure(Map<String, String> properties) {
		return catchThrowableOfType(InvalidSodpPropertyException.class, () -> builder(properties));
	}

	private static void assertClientFailure(Map<String, String> properties, String property, String reason,
			String remedy) {
		InvalidSodpPropertyException failure = clientFailure(properties);
		assertThat(failure).isNotNull();
		assertThat(failure.property()).isEqualTo(property);
		assertThat(failure.reason()).contains(reason);
		assertThat(failure.remedy()).contains(remedy);
	}

	@Test
	void anHttpAddressIsRefusedAndItsWebSocketFormSuggested() {
		assertClientFailure(Map.of("sodp.url", "https://example.org/sodp"), "sodp.url", "scheme ws:// or wss://",
				"'wss://example.org/sodp'");
	}

	@Test
	void anAddressWithoutSchemeIsRefused() {
		assertClientFailure(Map.of("sodp.url", "localhost:7777"), "sodp.url", "scheme ws:// or wss://",
				"'ws://localhost:7777'");
	}

	@Test
	void anAddressWithoutHostIsRefused() {
		assertClientFailure(Map.of("sodp.url", "ws:///sodp"), "sodp.url", "a host", "'ws://localhost:7777'");
	}

	@Test
	void secretsOfARefusedAddressAreNotShown() {
		InvalidSodpPropertyException failure = clientFailure(Map.of("sodp.url", "http://user:secret@example.org/sodp"));

		assertThat(failure).hasMessageNotContaining("secret");
		assertThat(failure.remedy()).contains("'ws://example.org/sodp'");
	}

	@Test
	void aHeaderThatCannotBeSentIsRefusedWithoutItsValue() {
		for (String property : List.of("sodp.headers.Authorization", "sodp.headers.Upgrade")) {
			String value = property.endsWith("Upgrade") ? "topsecret" : "Bearer topsecret\n";
			assertThatExceptionOfType(InvalidSodpPropertyException.class)
				.isThrownBy(() -> builder(Map.of("sodp.url", "ws://example.org", property, value)))
				.withMessageContaining(property)
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("HTTP header")
					.extracting(Throwable::getMessage)
					.asString()
					.doesNotContain("topsecret"));
		}
	}

	@Test
	void secretsOfAnAddressWithAnotherSchemeAreNotShown() {
		assertThat(SafeUri.in("'https://user:secret@example.org/sodp?token=secret' is none"))
			.isEqualTo("'https://example.org/sodp' is none");
	}

	@Test
	void aLongestDelayBelowTheFirstOneIsRefused() {
		assertClientFailure(Map.of("sodp.reconnect.delay", "10s", "sodp.reconnect.max-delay", "5s"),
				"sodp.reconnect.max-delay", "shorter than sodp.reconnect.delay", "no shorter than that");
	}

	@Test
	void aFirstDelayAboveTheDefaultOfTheLongestOneIsRefused() {
		assertClientFailure(Map.of("sodp.reconnect.delay", "60s"), "sodp.reconnect.delay",
				"longer than sodp.reconnect.max-delay, by default PT30S", "set sodp.reconnect.max-delay as well");
	}

	@Test
	void aDurationAboveAYearIsRefused() {
		for (String property : List.of("sodp.connect-timeout", "sodp.call-timeout", "sodp.startup-timeout")) {
			assertClientFailure(Map.of(property, "400000d"), property, "at most 365 days", "'10s'");
		}
	}

	@Test
	void aDurationOfNothingIsRefused() {
		assertClientFailure(Map.of("sodp.call-timeout", "0s"), "sodp.call-timeout", "must be positive", "'10s'");
	}

	@Test
	void aSizeThatNoArrayCanHoldIsRefused() {
		assertClientFailure(Map.of("sodp.max-message-size", "4GB"), "sodp.max-message-size", "between", "'1MB'");
	}

	@Test
	void aQueueOfNothingIsRefused() {
		assertClientFailure(Map.of("sodp.queue.max-calls", "0"), "sodp.queue.max-calls", "must be at least 1",
				"remove");
		assertClientFailure(Map.of("sodp.queue.max-size", "0B"), "sodp.queue.max-size", "between", "'1MB'");
	}

	@Test
	void theProxyIsAskedForTheServer() {
		SodpClientBuilder builder = builder(Map.of("sodp.proxy.host", "127.0.0.1", "sodp.proxy.port", "3128"));

		assertThat(selected(builder)).singleElement()
			.satisfies((proxy) -> assertThat(proxy.address())
				.isEqualTo(InetSocketAddress.createUnresolved("127.0.0.1", 3128)));
	}

	@Test
	void aProxyThatIsSwitchedOffIsNotUsed() {
		SodpClientBuilder builder = builder(
				Map.of("sodp.proxy.enabled", "false", "sodp.proxy.host", "127.0.0.1", "sodp.proxy.port", "3128"));

		assertThat(selected(builder)).containsExactly(Proxy.NO_PROXY);
	}

	@Test
	void withoutProxyTheJvmDecides() {
		assertThat(builder(Map.of()).options().proxySelector()).isNull();
	}

	private static List<Proxy> selected(SodpClientBuilder builder) {
		ProxySelector selector = builder.options().proxySelector();
		assertThat(selector).isNotNull();
		return selector.select(URI.create("http://server"));
	}

	@Test
	void aProxyWithoutPortIsRefused() {
		assertClientFailure(Map.of("sodp.proxy.host", "proxy"), "sodp.proxy.host", "sodp.proxy.port is not set",
				"sodp.proxy.port=3128");
	}

	@Test
	void aProxyWithoutHostIsRefused() {
		assertClientFailure(Map.of("sodp.proxy.port", "3128"), "sodp.proxy.port", "sodp.proxy.host is not set",
				"sodp.proxy.host=proxy.example.org");
	}

	@Test
	void anAddressAsHostOfAProxyIsRefused() {
		assertClientFailure(Map.of("sodp.proxy.host", "http://proxy", "sodp.proxy.port", "3128"), "sodp.proxy.host",
				"not just a host name", "without a scheme");
	}

	@Test
	void aPortOutOfRangeIsRefused() {
		assertClientFailure(Map.of("sodp.proxy.host", "proxy", "sodp.proxy.port", "70000"), "sodp.proxy.port",
				"between 1 and 65535", "3128");
	}

	@Test
	void messagesNameThePropertyOfTheClientInQuestion() {
		ClientSettings games = new ClientSettings("games", client(Map.of("sodp.call-timeout", "0s")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class)
			.isThrownBy(() -> new ClientPropertiesMapper(games).builder("ws://games"))
			.satisfies((failure) -> assertThat(failure.property()).isEqualTo("sodp.clients.games.call-timeout"));
	}

	@Test
	void aPathWithoutSlashIsRefused() {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(server(Map.of("sodp.server.path", "sodp")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::path)
			.withMessageContaining("starts with a slash")
			.withMessageContaining("'/sodp'");
	}

	@Test
	void anOriginWithoutSchemeIsRefused() {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(
				server(Map.of("sodp.server.allowed-origins", "example.org")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::allowedOrigins)
			.withMessageContaining("'https://example.org'");
	}

	@Test
	void aLimitBelowTheSmallestIsRefused() {
		assertServerFailure("sodp.server.rate-limit.writes", "-1", "must be at least 0");
		assertServerFailure("sodp.server.rate-limit.watches", "-1", "must be at least 0");
		assertServerFailure("sodp.server.log-size", "-1", "must be at least 0");
		assertServerFailure("sodp.server.max-value-size", "1500MB", "between 1B and 1024MB");
		assertServerFailure("sodp.server.max-total-size", "0B", "must be at least 1B");
		assertServerFailure("sodp.server.max-keys", "0", "must be at least 1");
		assertServerFailure("sodp.server.max-sessions", "0", "must be at least 1");
		assertServerFailure("sodp.server.max-sessions-per-address", "-1", "must be at least 0");
		assertServerFailure("sodp.server.max-sessions-per-subject", "-1", "must be at least 0");
		assertServerFailure("sodp.server.max-keys-per-session", "0", "must be at least 1");
		assertServerFailure("sodp.server.backpressure-limit", "7", "must be at least 8");
	}

	private static void assertServerFailure(String property, String value, String reason) {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(server(Map.of(property, value)));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::builder)
			.satisfies((failure) -> assertThat(failure.property()).isEqualTo(property))
			.satisfies((failure) -> assertThat(failure.reason()).contains(reason));
	}

}
