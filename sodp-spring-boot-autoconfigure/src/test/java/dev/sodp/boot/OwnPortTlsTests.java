// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.server.SodpNettyAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code wss} on a port of its own. */
class OwnPortTlsTests {

	@TempDir
	static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, SodpServerAutoConfiguration.class,
				SodpNettyAutoConfiguration.class))
		.withPropertyValues("sodp.server.enabled=true", "sodp.server.port=0", "sodp.server.netty.ssl.bundle=own")
		.withPropertyValues(bundle("own", "first", "keystore"))
		.withPropertyValues(bundle("renewed", "second", "keystore"))
		.withPropertyValues(bundle("trusts-first", "first", "truststore"))
		.withPropertyValues(bundle("trusts-second", "second", "truststore"));

	@BeforeAll
	static void makeCertificates() throws Exception {
		Certificates.make(directory.resolve("first.p12"));
		Certificates.make(directory.resolve("second.p12"));
	}

	private static String[] bundle(String name, String certificate, String store) {
		String prefix = "spring.ssl.bundle.jks." + name + "." + store;
		return new String[] { prefix + ".location=" + directory.resolve(certificate + ".p12").toUri(),
				prefix + ".password=changeit" };
	}

	private static SodpClient connect(ApplicationContext context, String trusts) {
		String port = context.getEnvironment().getRequiredProperty("local.sodp.port");
		return SodpClient.builder("wss://localhost:" + port + "/sodp")
			.sslContext(context.getBean(SslBundles.class).getBundle(trusts).createSslContext())
			.build();
	}

	@Test
	void aClientThatTrustsTheBundleConnects() {
		this.contextRunner.run((context) -> {
			try (SodpClient client = connect(context, "trusts-first")) {
				client.set("key", 1).get(30, TimeUnit.SECONDS);
			}
		});
	}

	@Test
	void anUpdatedBundleIsThatOfTheNextConnection() {
		this.contextRunner.run((context) -> {
			try (SodpClient before = connect(context, "trusts-first")) {
				before.set("key", 1).get(30, TimeUnit.SECONDS);

				context.getBean(SslBundleRegistry.class)
					.updateBundle("own", context.getBean(SslBundles.class).getBundle("renewed"));

				try (SodpClient after = connect(context, "trusts-second");
						SodpClient late = connect(context, "trusts-first")) {
					after.set("key", 2).get(30, TimeUnit.SECONDS);
					before.set("key", 3).get(30, TimeUnit.SECONDS);
					assertThat(before.statistics().connections().attempts()).isOne();
					await().until(() -> late.status().lastFailure() != null);
					assertThat(late.status().lastFailure()).hasStackTraceContaining("SSLHandshakeException");
				}
			}
		});
	}

	@Test
	void theStartFailsWithoutTheBundle() {
		this.contextRunner.withPropertyValues("sodp.server.netty.ssl.bundle=missing")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(InvalidSodpPropertyException.class.getName())
				.hasStackTraceContaining("of property sodp.server.netty.ssl.bundle: there is no SSL bundle of that"
						+ " name; defined are"));
	}

}
