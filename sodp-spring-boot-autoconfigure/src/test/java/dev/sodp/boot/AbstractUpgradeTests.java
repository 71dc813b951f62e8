// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an upgrade negotiates, byte by byte.
 */
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

}
