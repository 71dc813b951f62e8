// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.Map;

import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a client does with an SSL bundle.
 */
class ClientSslTests {

	@Test
	void anUnknownBundleIsRefused() {
		assertRefused(Map.of("sodp.url", "wss://example.org", "sodp.ssl.bundle", "mine"), "sodp.ssl.bundle",
				"no SSL bundle of that name; none is defined", "spring.ssl.bundle.pem.mine");
	}

	@Test
	void aBundleForAnUnencryptedAddressIsRefused() {
		assertRefused(Map.of("sodp.url", "ws://example.org", "sodp.ssl.bundle", "mine"), "sodp.url", "is not encrypted",
				"wss:// instead of ws://");
	}

	private static void assertRefused(Map<String, String> written, String property, String reason, String remedy) {
		SodpClientProperties properties = new Binder(new MapConfigurationPropertySource(written)).bindOrCreate("sodp",
				SodpClientProperties.class);
		ClientSettings settings = ClientSettings.primary(properties);

		assertThatExceptionOfType(InvalidSodpPropertyException.class)
			.isThrownBy(() -> new ClientSsl(settings, null).apply(SodpClient.builder(SodpClientProperties.DEFAULT_URL),
					properties.url(), null))
			.satisfies((failure) -> {
				assertThat(failure.property()).isEqualTo(property);
				assertThat(failure.reason()).contains(reason);
				assertThat(failure.remedy()).contains(remedy);
			});
	}

}
