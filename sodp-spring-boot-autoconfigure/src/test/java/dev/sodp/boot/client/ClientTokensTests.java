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
 * Where a client's tokens come from.
 */
class ClientTokensTests {

	@Test
	void twoSourcesOfTokensAreRefused() {
		assertRefused(Map.of("sodp.token", "secret", "sodp.oauth2.client-registration-id", "sodp"),
				"sodp.oauth2.client-registration-id", "sodp.token is set as well", "Remove");
	}

	@Test
	void aRegistrationWithoutSpringSecurityIsRefused() {
		assertRefused(Map.of("sodp.oauth2.client-registration-id", "sodp"), "sodp.oauth2.client-registration-id",
				"not on the class path", "spring-boot-starter-security-oauth2-client");
	}

	private static void assertRefused(Map<String, String> written, String property, String reason, String remedy) {
		SodpClientProperties properties = new Binder(new MapConfigurationPropertySource(written)).bindOrCreate("sodp",
				SodpClientProperties.class);
		ClientSettings settings = ClientSettings.primary(properties);

		assertThatExceptionOfType(InvalidSodpPropertyException.class)
			.isThrownBy(() -> new ClientTokens(settings, null)
				.apply(SodpClient.builder(SodpClientProperties.DEFAULT_URL), null, properties.token()))
			.satisfies((failure) -> {
				assertThat(failure.property()).isEqualTo(property);
				assertThat(failure.reason()).contains(reason);
				assertThat(failure.remedy()).contains(remedy);
			});
	}

}
