// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import dev.sodp.client.SodpClient;
import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static dev.sodp.test.SodpAssertions.assertThat;

/** The annotation in a test context that Spring Boot has no part in. */
@SpringJUnitConfig
@EmbeddedSodp
class PlainSpringTests {

	@Test
	void clientOfTheApplicationIsTestedAgainstTheServer(SodpTestServer server, @Autowired SodpClient client) {
		client.set("score", 1).join();

		assertThat(server).key("score").hasValue(1).wasWritten(1);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		SodpClient client(@Value("${local.sodp.url}") String url) {
			return SodpClient.builder(url).build();
		}

	}

}
