package dev.sodp.boot;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.spring.SodpStartup;
import org.junit.jupiter.api.Test;

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

	private static SodpProperties client(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sodp", SodpProperties.class);
	}

	private static SodpServerProperties server(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("sodp.server",
				SodpServerProperties.class);
	}

	private static SodpClientBuilder builder(Map<String, String> properties) {
		SodpProperties bound = client(properties);
		return new ClientPropertiesMapper(bound, new PropertiesSodpConnectionDetails(bound))
			.builder(SodpProperties.DEFAULT_URL, null);
	}

	@Test
	void clientDefaultsAreThoseOfTheCore() {
		SodpProperties properties = client(Map.of());

		assertThat(properties.enabled()).isTrue();
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
		assertThat(properties.maxValueSize()).isEqualTo(DataSize.ofBytes(SodpServerOptions.DEFAULT_MAX_VALUE_BYTES));
		assertThat(properties.backpressureLimit()).isEqualTo(SodpServerOptions.DEFAULT_BACKPRESSURE_LIMIT);
		assertThat(properties.rateLimit().writes()).isZero();
		assertThat(properties.rateLimit().watches()).isZero();
		assertThat(properties.logSize()).isEqualTo(SodpServerOptions.DEFAULT_LOG_SIZE);
		assertThat(properties.heartbeatInterval()).isEqualTo(SodpServerOptions.DEFAULT_HEARTBEAT_INTERVAL);
		assertThat(properties.authTimeout()).isEqualTo(SodpServerOptions.DEFAULT_AUTH_TIMEOUT);
	}

	@Test
	void clientPropertiesReachTheBuilder() {
		SodpClientBuilder builder = builder(Map.ofEntries(Map.entry("sodp.url", "wss://example.org/sodp"),
				Map.entry("sodp.reconnect.enabled", "false"), Map.entry("sodp.reconnect.delay", "2s"),
				Map.entry("sodp.reconnect.max-delay", "3s"), Map.entry("sodp.connect-timeout", "4s"),
				Map.entry("sodp.call-timeout", "5s"), Map.entry("sodp.ping-interval", "6s"),
				Map.entry("sodp.max-message-size", "7KB"), Map.entry("sodp.headers.X-Tenant", "acme")));

		assertThat(builder)
			.extracting("reconnect", "reconnectDelay", "maxReconnectDelay", "connectTimeout", "callTimeout",
					"pingInterval", "maxMessageBytes", "headers")
			.containsExactly(false, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4),
					Duration.ofSeconds(5), Duration.ofSeconds(6), 7168, Map.of("X-Tenant", List.of("acme")));
		assertThat(builder).extracting("uri").hasToString("wss://example.org/sodp");
	}

	@Test
	void serverPropertiesReachTheBuilder() {
		SodpServerProperties properties = server(Map.of("sodp.server.max-value-size", "2KB",
				"sodp.server.backpressure-limit", "30", "sodp.server.rate-limit.writes", "4",
				"sodp.server.rate-limit.watches", "5", "sodp.server.log-size", "6", "sodp.server.heartbeat-interval",
				"7s", "sodp.server.auth-timeout", "8s"));

		assertThat(new ServerPropertiesMapper(properties).builder())
			.extracting("maxValueBytes", "backpressureLimit", "writesPerSecond", "watchesPerSecond", "logSize",
					"heartbeatInterval", "authTimeout")
			.containsExactly(2048, 30, 4, 5, 6, Duration.ofSeconds(7), Duration.ofSeconds(8));
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
	void aLongestDelayBelowTheFirstOneIsRefused() {
		assertClientFailure(Map.of("sodp.reconnect.delay", "10s", "sodp.reconnect.max-delay", "5s"),
				"sodp.reconnect.max-delay", "shorter than sodp.reconnect.delay", "at least as long");
	}

	@Test
	void aDurationOfNothingIsRefused() {
		assertClientFailure(Map.of("sodp.call-timeout", "0s"), "sodp.call-timeout", "longer than nothing", "'10s'");
	}

	@Test
	void aSizeThatNoArrayCanHoldIsRefused() {
		assertClientFailure(Map.of("sodp.max-message-size", "4GB"), "sodp.max-message-size", "between", "'1MB'");
	}

	@Test
	void anUnknownBundleIsRefused() {
		assertClientFailure(Map.of("sodp.url", "wss://example.org", "sodp.ssl.bundle", "mine"), "sodp.ssl.bundle",
				"no SSL bundle of that name; none is defined", "spring.ssl.bundle.pem.mine");
	}

	@Test
	void aBundleForAnUnencryptedAddressIsRefused() {
		assertClientFailure(Map.of("sodp.url", "ws://example.org", "sodp.ssl.bundle", "mine"), "sodp.url",
				"is not encrypted", "wss:// instead of ws://");
	}

	@Test
	void aPathWithoutSlashIsRefused() {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(server(Map.of("sodp.server.path", "sodp")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::path)
			.withMessageContaining("begins with a slash")
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
	void aNegativeLimitIsRefused() {
		ServerPropertiesMapper mapper = new ServerPropertiesMapper(
				server(Map.of("sodp.server.rate-limit.writes", "-1")));

		assertThatExceptionOfType(InvalidSodpPropertyException.class).isThrownBy(mapper::builder)
			.withMessageContaining("sodp.server.rate-limit.writes")
			.withMessageContaining("(was -1)");
	}

}
