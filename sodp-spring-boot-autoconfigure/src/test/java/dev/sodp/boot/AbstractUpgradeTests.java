// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an upgrade negotiates and what it refuses, byte by byte.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractUpgradeTests {

	/** What browsers offer. */
	private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

	private static final int BINARY = 0x82;

	private static final int COMPRESSED_BINARY = 0xc2;

	private final Container container;

	private ConfigurableApplicationContext host;

	AbstractUpgradeTests(Container container) {
		this.container = container;
	}

	private void start(String... properties) {
		this.host = this.container.start(TestApplication.class, properties);
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	private RawUpgrade upgrade(String host, String... headers) throws IOException {
		return new RawUpgrade(Integer.parseInt(Hosts.port(this.host)), host, headers);
	}

	@Test
	void compressionIsNotNegotiatedByDefault() throws Exception {
		start("sodp.server.enabled=true");

		try (RawUpgrade upgrade = upgrade("localhost", DEFLATE)) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
			assertThat(upgrade.readByte()).isEqualTo(BINARY);
		}
	}

	@Test
	void compressionIsNegotiatedIfEnabled() throws Exception {
		start("sodp.server.enabled=true", "sodp.server.compression=true");

		try (RawUpgrade upgrade = upgrade("localhost", DEFLATE)) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 101")
				.containsIgnoringCase("Sec-WebSocket-Extensions: permessage-deflate");
			assertThat(upgrade.readByte()).isEqualTo(COMPRESSED_BINARY);
		}
	}

	@Test
	void aClientThatOffersNothingIsNotCompressedEither() throws Exception {
		start("sodp.server.enabled=true", "sodp.server.compression=true");

		try (RawUpgrade upgrade = upgrade("localhost")) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
			assertThat(upgrade.readByte()).isEqualTo(BINARY);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a:b", "http://[", "nonsense", "null", "http://a:99999999999", "://" })
	void anOriginThatIsNoUrlIsRefused(String origin) throws Exception {
		start("sodp.server.enabled=true", "sodp.server.allowed-origins=https://*.pattern.example");

		try (RawUpgrade upgrade = upgrade("localhost", "Origin: " + origin)) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 403");
		}
	}

	@Test
	void aRefusalSaysWhyAndTheLogSaysWhatToDo(CapturedOutput output) throws Exception {
		start("sodp.server.enabled=true");

		try (RawUpgrade upgrade = upgrade("backend.example:8443", "Origin: https://app.example")) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 403").containsIgnoringCase("Content-Type: text/plain");
			assertThat(upgrade.readText(13)).isEqualTo("403 Forbidden");
		}
		assertThat(output).contains("Origin 'https://app.example'")
			.contains("the origin of this server is 'http://backend.example:8443'")
			.contains("server.forward-headers-strategy")
			.contains("sodp.server.allowed-origins");
	}

	@Test
	void aProxysOwnPageIsRefusedWithoutForwardedHeaders(CapturedOutput output) throws Exception {
		start("sodp.server.enabled=true");

		try (RawUpgrade upgrade = upgrade("app.example", "Origin: https://app.example", "X-Forwarded-Proto: https")) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 403");
		}
		assertThat(output).contains("the origin of this server is 'http://app.example'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cookie: a=b", "Authorization: Basic dXNlcjpwYXNzd29yZA==" })
	void anyOriginIsNotAnOriginForAnUpgradeWithCredentials(String credentials, CapturedOutput output) throws Exception {
		start("sodp.server.enabled=true",
				"sodp.server.allowed-origins=*,https://named.example,https://*.pattern.example");

		try (RawUpgrade foreign = upgrade("localhost", "Origin: https://foreign.example", credentials);
				RawUpgrade without = upgrade("localhost", "Origin: https://foreign.example");
				RawUpgrade own = upgrade("localhost", "Origin: http://localhost", credentials);
				RawUpgrade named = upgrade("localhost", "Origin: https://named.example", credentials);
				RawUpgrade pattern = upgrade("localhost", "Origin: https://a.pattern.example", credentials);
				RawUpgrade noPage = upgrade("localhost", credentials)) {
			assertThat(foreign.head).startsWith("HTTP/1.1 403");
			assertThat(List.of(without, own, named, pattern, noPage))
				.allSatisfy((upgrade) -> assertThat(upgrade.head).startsWith("HTTP/1.1 101"));
		}
		assertThat(output).contains("'*' does not count for upgrades that carry a cookie");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://*", "https://*:[*]", "https://*:443", "https://*.*", "https://f*",
			"https://*.example" })
	void aPatternThatNamesNoSiteIsLikeAnyOrigin(String pattern) throws Exception {
		start("sodp.server.enabled=true", "sodp.server.allowed-origins=" + pattern);

		try (RawUpgrade foreign = upgrade("localhost", "Origin: https://foreign.example", "Cookie: a=b")) {
			assertThat(foreign.head).startsWith("HTTP/1.1 403");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void aProxysOwnPageIsLetInWithForwardedHeaders(String strategy) throws Exception {
		start("sodp.server.enabled=true", "sodp.server.open=true", "server.forward-headers-strategy=" + strategy);

		try (RawUpgrade upgrade = upgrade("app.example", "Origin: https://app.example", "X-Forwarded-Proto: https")) {
			assertThat(upgrade.head).startsWith("HTTP/1.1 101");
		}
	}

}
