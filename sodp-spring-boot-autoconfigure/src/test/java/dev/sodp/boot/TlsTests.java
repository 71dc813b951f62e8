// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code wss} with a certificate that only a bundle makes trustworthy.
 */
class TlsTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext host;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, SodpAutoConfiguration.class))
		.withPropertyValues("sodp.url=wss://localhost:" + Hosts.port(host) + "/sodp");

	@BeforeAll
	static void startHost() throws Exception {
		Certificates.make(directory.resolve("server.p12"));
		Certificates.make(directory.resolve("other.p12"));
		host = Hosts.start(TestApplication.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"server.ssl.bundle=own", "spring.ssl.bundle.jks.own.keystore.location=" + keyStore("server"),
				"spring.ssl.bundle.jks.own.keystore.password=changeit");
	}

	@AfterAll
	static void stopHost() {
		host.close();
	}

	private static String keyStore(String name) {
		return directory.resolve(name + ".p12").toUri().toString();
	}

	@Test
	void withTheBundleTheClientTrustsTheServer() {
		this.contextRunner
			.withPropertyValues("sodp.ssl.bundle=trusted",
					"spring.ssl.bundle.jks.trusted.truststore.location=" + keyStore("server"),
					"spring.ssl.bundle.jks.trusted.truststore.password=changeit")
			.run((context) -> {
				context.getBean(SodpClient.class).set("tls", 1).get(20, TimeUnit.SECONDS);

				assertThat(host.getBean(SodpServer.class).get("tls")).isPresent();
			});
	}

	@Test
	void theNextConnectionUsesABundleThatWasUpdated() {
		this.contextRunner
			.withPropertyValues("sodp.ssl.bundle=changing", "sodp.reconnect.delay=50ms",
					"sodp.reconnect.max-delay=50ms",
					"spring.ssl.bundle.jks.changing.truststore.location=" + keyStore("other"),
					"spring.ssl.bundle.jks.changing.truststore.password=changeit",
					"spring.ssl.bundle.jks.renewed.truststore.location=" + keyStore("server"),
					"spring.ssl.bundle.jks.renewed.truststore.password=changeit")
			.run((context) -> {
				SodpClient client = context.getBean(SodpClient.class);
				await().until(() -> client.status().lastFailure() != null);
				assertThat(client.status().lastFailure()).hasStackTraceContaining("SSLHandshakeException");

				SslBundle renewed = context.getBean(SslBundles.class).getBundle("renewed");
				context.getBean(SslBundleRegistry.class).updateBundle("changing", renewed);

				await().until(() -> client.status().state().isLive());
			});
	}

	@Test
	void certificatesOfTheConnectionDetailsWinOverTheBundle() {
		this.contextRunner
			.withPropertyValues("sodp.ssl.bundle=wrong",
					"spring.ssl.bundle.jks.wrong.truststore.location=" + keyStore("other"),
					"spring.ssl.bundle.jks.wrong.truststore.password=changeit",
					"spring.ssl.bundle.jks.right.truststore.location=" + keyStore("server"),
					"spring.ssl.bundle.jks.right.truststore.password=changeit")
			.withUserConfiguration(OwnDetails.class)
			.run((context) -> {
				SodpClient client = context.getBean(SodpClient.class);
				await().until(() -> client.status().state().isLive());
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		SodpConnectionDetails details(SslBundles bundles, Environment environment) {
			return new SodpConnectionDetails() {

				@Override
				public String getUrl() {
					return environment.getRequiredProperty("sodp.url");
				}

				@Override
				public SslBundle getSslBundle() {
					return bundles.getBundle("right");
				}

			};
		}

	}

	@Test
	void withoutItTheClientDoesNotConnect() {
		this.contextRunner.run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);

			await().until(() -> client.status().lastFailure() != null);

			assertThat(client.status().state().isLive()).isFalse();
			assertThat(client.status().lastFailure()).hasStackTraceContaining("SSLHandshakeException");
		});
	}

}
