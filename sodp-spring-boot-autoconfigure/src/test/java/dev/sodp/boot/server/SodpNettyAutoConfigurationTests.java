// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

import dev.sodp.boot.NettySodpEndpointBuilderCustomizer;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpClient;
import dev.sodp.netty.IoTransport;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.web.SodpWebSocketHandlerMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The endpoint on a port of its own, beside each kind of application. */
class SodpNettyAutoConfigurationTests {

	private static final AutoConfigurations SERVER = AutoConfigurations.of(SodpServerAutoConfiguration.class,
			SodpNettyAutoConfiguration.class);

	private static final String[] OWN_PORT = { "sodp.server.enabled=true", "sodp.server.port=0" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(SERVER)
		.withPropertyValues(OWN_PORT);

	private static void assertServes(ApplicationContext context, String path) throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.sodp.port");
		try (SodpClient client = SodpClient.builder("ws://localhost:" + port + path).build()) {
			client.set("key", 7).get(30, TimeUnit.SECONDS);

			assertThat(context.getBean(SodpServer.class).get("key").orElseThrow().value().asInt()).isEqualTo(7);
		}
	}

	@Test
	void servesClientsWithoutAWebServer() {
		this.contextRunner.run((context) -> assertServes(context, "/sodp"));
	}

	@Test
	void servesClientsInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(SERVER)
			.withPropertyValues(OWN_PORT)
			.run((context) -> assertServes(context, "/sodp"));
	}

	@Test
	void servesClientsInPlaceOfTheWebServer() {
		new WebApplicationContextRunner().withConfiguration(SERVER).withPropertyValues(OWN_PORT).run((context) -> {
			assertThat(context).doesNotHaveBean(SodpWebSocketHandlerMapping.class);
			assertServes(context, "/sodp");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.web.", "jakarta.servlet.", "jakarta.websocket.",
			"org.springframework.security." })
	void servesClientsWithout(String library) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(NettySodpEndpoint.class));
	}

	@Test
	void servesAPathOfItsOwn() {
		this.contextRunner.withPropertyValues("sodp.server.path=/state")
			.run((context) -> assertServes(context, "/state"));
	}

	@Test
	void leavesTheWebServerAloneUnlessThePortIsSet() {
		new WebApplicationContextRunner().withConfiguration(SERVER)
			.withPropertyValues("sodp.server.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(NettySodpEndpoint.class)
				.hasSingleBean(SodpWebSocketHandlerMapping.class));
	}

	@Test
	void anEndpointOfTheApplicationIsEnoughWithoutAPort() {
		new ApplicationContextRunner().withConfiguration(SERVER)
			.withPropertyValues("sodp.server.enabled=true")
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NettyEndpointLifecycle.class)
				.getBean(NettySodpEndpoint.class)
				.returns(true, NettySodpEndpoint::isAccepting));
	}

	@Test
	void doesNothingUnlessThereIsAServer() {
		new ApplicationContextRunner().withConfiguration(SERVER)
			.withPropertyValues("sodp.server.port=0")
			.run((context) -> assertThat(context).doesNotHaveBean(NettySodpEndpoint.class));
	}

	@Test
	void usesTheTransportThatWasAskedFor() {
		this.contextRunner.withPropertyValues("sodp.server.netty.transport=nio")
			.run((context) -> assertThat(context.getBean(NettySodpEndpoint.class).transport())
				.isEqualTo(IoTransport.NIO));
	}

	/** None of the native libraries is on the class path of these tests. */
	@ParameterizedTest
	@ValueSource(strings = { "epoll", "io-uring" })
	void theStartFailsIfTheTransportDoesNotWork(String transport) {
		this.contextRunner.withPropertyValues("sodp.server.netty.transport=" + transport)
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOfSatisfying(InvalidSodpPropertyException.class, (failure) -> {
					assertThat(failure.property()).isEqualTo("sodp.server.netty.transport");
					assertThat(failure.value()).isEqualTo(transport);
				}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "65536", "" })
	void theStartFailsWithAPortThatIsNone(String port) {
		this.contextRunner.withPropertyValues("sodp.server.port=" + port)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("'" + port + "' of property sodp.server.port"));
	}

	@Test
	void theStartFailsIfThePortIsInUse() throws Exception {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.contextRunner
				.withPropertyValues("sodp.server.port=" + other.getLocalPort(), "sodp.server.netty.address=127.0.0.1")
				.run((context) -> assertThat(context).getFailure()
					.cause()
					.isInstanceOfSatisfying(UnusablePortException.class,
							(failure) -> assertThat(failure.port()).isEqualTo(other.getLocalPort())));
		}
	}

	@Test
	void theStartFailsIfMessagesAreToBeCompressed() {
		this.contextRunner.withPropertyValues("sodp.server.compression=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("sodp.server.compression"));
	}

	@Test
	void theStartFailsWithoutTheModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(NettySodpEndpoint.class))
			.run((context) -> assertThat(context).getFailure().isInstanceOf(MissingNettyModuleException.class));
	}

	@Test
	void aCustomizerHasTheLastWord() {
		this.contextRunner.withBean(NettySodpEndpointBuilderCustomizer.class, () -> (builder) -> builder.path("/mine"))
			.run((context) -> assertServes(context, "/mine"));
	}

	@Test
	void theEndpointListensNoMoreOnceTheApplicationIsStopped() {
		this.contextRunner.run((context) -> {
			NettySodpEndpoint endpoint = context.getBean(NettySodpEndpoint.class);
			assertThat(endpoint.localPort()).isPositive();

			context.getSourceApplicationContext().stop();
			assertThatIllegalStateException().isThrownBy(endpoint::localPort);

			context.getSourceApplicationContext().start();
			assertServes(context, "/sodp");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean(initMethod = "start")
		NettySodpEndpoint endpoint(SodpServer server) {
			return NettySodpEndpoint.builder(server).port(0).build();
		}

	}

}
