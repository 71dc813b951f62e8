// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.testcontainers;

import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SodpContainerConnectionDetailsFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, SodpAutoConfiguration.class));

	@Test
	void aContainerOfThePublishedImageIsConnectedTo() {
		this.contextRunner.withUserConfiguration(ByImage.class)
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
				.hasToString("ws://container:41777"));
	}

	@Test
	void aContainerOfThatConnectionNameIsConnectedTo() {
		this.contextRunner.withUserConfiguration(ByName.class)
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
				.hasToString("ws://container:42777"));
	}

	@Test
	void theContainerWinsOverTheProperties() {
		this.contextRunner.withUserConfiguration(ByName.class)
			.withPropertyValues("sodp.url=ws://elsewhere")
			.run((context) -> assertThat(context).hasSingleBean(SodpConnectionDetails.class)
				.getBean(SodpClient.class)
				.asString()
				.startsWith("SodpClient[ws://container:42777 "));
	}

	@Test
	void theTokenOfTheContainersEnvironmentIsPresented() {
		this.contextRunner.withUserConfiguration(ByName.class)
			.run((context) -> assertThat(context.getBean(SodpConnectionDetails.class).getToken()).isEqualTo("secret"));
	}

	@Test
	void withoutSuchAVariableThereIsNoToken() {
		this.contextRunner.withUserConfiguration(ByImage.class)
			.run((context) -> assertThat(context.getBean(SodpConnectionDetails.class).getToken()).isNull());
	}

	@Test
	void aContainerOfAnotherImageIsNot() {
		this.contextRunner.withUserConfiguration(OtherImage.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("No ConnectionDetails found"));
	}

	@Test
	void factoriesLoadWithoutTestcontainers() {
		assertThatNoException()
			.isThrownBy(() -> new ConnectionDetailsFactories(new FilteredClassLoader("org.testcontainers")));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers
	static class ByImage {

		@ServiceConnection
		static final FakeContainer server = new FakeContainer("ghcr.io/orkestri/sodp-server:0.1", 41777);

	}

	@Configuration(proxyBeanMethods = false)
	static class ByName {

		@Bean
		@ServiceConnection(name = "sodp")
		FakeContainer server() {
			return new FakeContainer("registry.example.org/mirror:1", 42777).withEnv("SODP_TOKEN", "secret");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers
	static class OtherImage {

		@ServiceConnection
		static final FakeContainer server = new FakeContainer("example.org/other:1", 43777);

	}

	/** Runs nowhere, but answers as if it did. */
	static final class FakeContainer extends GenericContainer<FakeContainer> {

		private final String image;

		private final int port;

		private boolean running;

		FakeContainer(String image, int port) {
			super(image);
			this.image = image;
			this.port = port;
		}

		@Override
		public String getDockerImageName() {
			return this.image;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public String getHost() {
			assertThat(this.running).isTrue();
			return "container";
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			assertThat(originalPort).isEqualTo(7777);
			return this.port;
		}

	}

}
