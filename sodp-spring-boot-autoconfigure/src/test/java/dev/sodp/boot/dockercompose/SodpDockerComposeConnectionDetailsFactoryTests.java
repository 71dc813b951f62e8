// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.dockercompose;

import java.util.List;
import java.util.Map;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SodpDockerComposeConnectionDetailsFactoryTests {

	private static Map<Class<?>, ConnectionDetails> details(RunningService service) {
		DockerComposeConnectionSource source = mock();
		given(source.getRunningService()).willReturn(service);
		return new ConnectionDetailsFactories(null).getConnectionDetails(source, false);
	}

	private static SodpConnectionDetails sodp(RunningService service) {
		return (SodpConnectionDetails) details(service).get(SodpConnectionDetails.class);
	}

	@Test
	void aServiceOfThePublishedImageIsConnectedTo() {
		SodpConnectionDetails details = sodp(new Service("ghcr.io/orkestri/sodp-server:0.1", Map.of(), Map.of()));

		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class))
			.withPropertyValues("sodp.url=ws://elsewhere")
			.withBean(SodpConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
				.hasToString("ws://compose:41777"));
	}

	@Test
	void aServiceWithTheLabelIsConnectedTo() {
		assertThat(sodp(new Service("example.org/mirror:1", Map.of(),
				Map.of("org.springframework.boot.service-connection", "sodp")))
			.getUrl()).isEqualTo("ws://compose:41777");
	}

	@Test
	void aServiceOfAnotherImageIsNot() {
		assertThat(details(new Service("example.org/other:1", Map.of(), Map.of()))).isEmpty();
	}

	@Test
	void theTokenOfTheServicesEnvironmentIsPresented() {
		assertThat(sodp(new Service("orkestri/sodp-server", Map.of("SODP_TOKEN", "secret"), Map.of())).getToken())
			.isEqualTo("secret");
	}

	@Test
	void withoutSuchAVariableThereIsNoToken() {
		assertThat(sodp(new Service("orkestri/sodp-server", Map.of(), Map.of())).getToken()).isNull();
	}

	@Test
	void certificatesOfTheLabelsEncryptTheConnection() throws Exception {
		SodpConnectionDetails details = sodp(new Service("orkestri/sodp-server", Map.of(),
				Map.of("org.springframework.boot.sslbundle.jks.truststore.location",
						System.getProperty("java.home") + "/lib/security/cacerts",
						"org.springframework.boot.sslbundle.jks.truststore.password", "changeit")));

		assertThat(details.getUrl()).isEqualTo("wss://compose:41777");
		assertThat(details.getSslBundle()).isNotNull();
	}

	@Test
	void factoriesLoadWithoutDockerCompose() {
		assertThatNoException().isThrownBy(
				() -> new ConnectionDetailsFactories(new FilteredClassLoader("org.springframework.boot.docker")));
	}

	private record Service(String imageName, Map<String, @Nullable String> env,
			Map<String, String> labels) implements RunningService {

		@Override
		public String name() {
			return "state";
		}

		@Override
		public ImageReference image() {
			return ImageReference.of(this.imageName);
		}

		@Override
		public String host() {
			return "compose";
		}

		@Override
		public ConnectionPorts ports() {
			return new Ports();
		}

	}

	private record Ports() implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			assertThat(containerPort).isEqualTo(7777);
			return 41777;
		}

		@Override
		public List<Integer> getAll() {
			return List.of(41777);
		}

		@Override
		public List<Integer> getAll(@Nullable String protocol) {
			return getAll();
		}

	}

}
