// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.boot.TestApplication;
import dev.sodp.boot.server.MissingWebSocketContainerException;
import dev.sodp.boot.server.SodpClusterAutoConfiguration;
import dev.sodp.boot.server.SodpJwtAutoConfiguration;
import dev.sodp.boot.server.SodpPersistenceAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.journal.redis.RedisLog;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.JournalException;
import dev.sodp.spring.SodpState;
import dev.sodp.spring.method.SodpMethod;
import dev.sodp.spring.presence.SodpPresence;
import dev.sodp.spring.watch.SodpWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application that cannot start tells its developer.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysesTests {

	private static void assertDoesNotStart(Class<?> application, String... properties) {
		String[] arguments = new String[properties.length];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments).close());
	}

	@Test
	void aWrongAddress(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.url=http://localhost:8080/sodp");

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'sodp.url' is 'http://localhost:8080/sodp' (from \"sodp.url\" from property source"
					+ " \"commandLineArgs\"), but it is not a WebSocket address: a scheme ws:// or wss:// and a host are"
					+ " needed.")
			.contains("Use an address such as 'ws://localhost:8080/sodp'.");
	}

	@Test
	void anUnknownBundle(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.url=wss://localhost", "sodp.ssl.bundle=mine");

		assertThat(output).contains("The property 'sodp.ssl.bundle' is 'mine'")
			.contains("but there is no SSL bundle of that name; none is defined.")
			.contains("Define it under spring.ssl.bundle.pem.mine or spring.ssl.bundle.jks.mine");
	}

	@Test
	void anUnknownStartupMode(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.startup=never");

		assertThat(output).contains("sodp.startup").contains("CONTINUE").contains("FAIL").contains("WAIT");
	}

	@Test
	void aServerWithoutWebServer(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.server.enabled=true");

		assertThat(output)
			.contains("sodp.server.enabled is true, but the application has no servlet WebSocket container:"
					+ " it is not a web application.")
			.contains(
					"Remove spring.main.web-application-type, or set it to 'servlet'. To host the server on a port of its own")
			.contains("add dev.sodp:sodp-netty, whose version comes from dev.sodp:sodp-bom, and set sodp.server.port.");
	}

	@Test
	void aServerWithoutTheDependency() {
		MissingWebSocketContainerException failure = new MissingWebSocketContainerException("it is a train.",
				"Leave the train.");

		FailureAnalysis analysis = new MissingWebSocketContainerFailureAnalyzer().analyze(failure);

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("sodp.server.enabled is true").endsWith("it is a train.");
		assertThat(analysis.getAction()).startsWith("Leave the train. If this application is only a client");
	}

	@Test
	void aPortInUse(CapturedOutput output) throws Exception {
		try (ServerSocket other = new ServerSocket(0)) {
			assertDoesNotStart(TestApplication.class, "sodp.server.enabled=true",
					"sodp.server.port=" + other.getLocalPort());

			assertThat(output)
				.contains("SODP endpoint failed to start. Port " + other.getLocalPort() + " was already in use.")
				.contains("Identify and stop the process that's listening on port " + other.getLocalPort()
						+ ", or set sodp.server.port to another port.");
		}
	}

	@Test
	void anAddressOfAnotherMachine(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.server.enabled=true", "sodp.server.port=0",
				"sodp.server.netty.address=192.0.2.1");

		assertThat(output).contains("The SODP endpoint cannot listen on port 0: ")
			.contains("Set sodp.server.port and sodp.server.netty.address to a port and an address of this machine");
	}

	@Test
	void aPortWithoutTheModule() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true", "sodp.server.port=7777")
			.withClassLoader(new FilteredClassLoader(NettySodpEndpoint.class))
			.run((context) -> failure.set(context.getStartupFailure()));

		FailureAnalysis analysis = new MissingNettyModuleFailureAnalyzer().analyze(failure.get());

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("sodp.server.port is set");
		assertThat(analysis.getAction()).contains("<artifactId>sodp-netty</artifactId>")
			.contains("remove sodp.server.port");
	}

	@Test
	void aMethodThatCannotBeCalled(CapturedOutput output) {
		assertDoesNotStart(WrongWatcherApplication.class);

		assertThat(output).contains("dev.sodp.boot.failure.FailureAnalysesTests$WrongWatcher.on(String, Integer)")
			.contains("cannot be called: parameters 'String text' and 'Integer number' would both take the value.")
			.contains("Keep one of them; use StateChange, WatchMeta, StateRef");
	}

	@Test
	void aMethodThatClientsCannotCall(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(ReservedName.class)
			.run("--server.port=0", "--sodp.server.enabled=true", "--sodp.enabled=false")
			.close());

		assertThat(output)
			.contains("FailureAnalysesTests$ReservedName.call() of bean 'failureAnalysesTests.ReservedName'")
			.contains(
					"cannot be called: its name is not valid. The method 'state.mine' cannot be added: names that start"
							+ " with 'state.' or '$' are those of the server itself.")
			.contains("Choose another name, such as @SodpMethod(\"cart.checkout\").");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class WithRedis {

		@Bean
		DataRedisConnectionDetails redis() {
			return new DataRedisConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("localhost", 1);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ReservedName {

		@SodpMethod("state.mine")
		void call() {
		}

	}

	@Test
	void anErrorHandlerThatDoesNotExist(CapturedOutput output) {
		assertDoesNotStart(UnknownErrorHandler.class);

		assertThat(output).contains("UnknownErrorHandler.on()")
			.contains("its errorHandler cannot be resolved: No bean named 'nowhere' available")
			.contains("Specify the name of a SodpErrorHandler bean");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class UnknownErrorHandler {

		@SodpWatch(keys = "a", errorHandler = "nowhere")
		void on() {
		}

	}

	@Test
	void anExecutorThatIsNone(CapturedOutput output) {
		assertDoesNotStart(WrongExecutor.class);

		assertThat(output).contains("WrongExecutor.on()")
			.contains("its executor cannot be resolved: Bean named 'sodpClient' is expected to be of type")
			.contains("Specify the name of an Executor bean");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WrongExecutor {

		@SodpWatch(keys = "a", executor = "sodpClient")
		void on() {
		}

	}

	@Test
	void aHeaderWithADot(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.headers.x.API.key=secret");

		assertThat(output).contains("The property 'sodp.headers.x.API.key' is '******'")
			.contains("from property source \"commandLineArgs\"")
			.contains("the name of a header has no dots");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WrongWatcherApplication {

		@Bean
		WrongWatcher watcher() {
			return new WrongWatcher();
		}

	}

	static class WrongWatcher {

		@SodpWatch("a")
		void on(String text, Integer number) {
		}

	}

	@Test
	void aSupplierOfPresenceWithoutValue(CapturedOutput output) {
		assertDoesNotStart(WrongPresenceApplication.class);

		assertThat(output).contains("dev.sodp.boot.failure.FailureAnalysesTests$WrongPresence.instance()")
			.contains("is annotated with @SodpPresence but cannot supply a value: its return type is void")
			.contains("Return the value that others should see");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WrongPresenceApplication {

		@Bean
		WrongPresence presence() {
			return new WrongPresence();
		}

	}

	static class WrongPresence {

		@SodpPresence(key = "a", path = "/b")
		void instance() {
		}

	}

	@Test
	void aStateWithoutKey(CapturedOutput output) {
		assertDoesNotStart(StateWithoutKeyApplication.class);

		assertThat(output).contains("The SodpState for")
			.contains("parameter 'player'")
			.contains("cannot be injected: ")
			.contains("@SodpKey(\"game.player\")");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StateWithoutKey.class)
	static class StateWithoutKeyApplication {

	}

	static final class StateWithoutKey {

		StateWithoutKey(SodpState<String> player) {
			assertThat(player).isNotNull();
		}

	}

	@Test
	void aServerThatIsNotThere(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.url=ws://127.0.0.1:1/sodp?token=secret", "sodp.startup=fail",
				"sodp.startup-timeout=60s");

		assertThat(output)
			.contains("With sodp.startup=fail the application must have a session with ws://127.0.0.1:1/sodp at the"
					+ " first attempt, or within 60s, but the last attempt failed with: ")
			.contains("set sodp.startup=continue to start without the server");
		assertThat(analysisOf(output)).doesNotContain("secret");
	}

	private static String analysisOf(CapturedOutput output) {
		return output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
	}

	@Test
	void aServerOfAnotherClientThatIsNotThere(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.clients.games.url=ws://127.0.0.1:1",
				"sodp.clients.games.startup=fail");

		assertThat(output).contains("With sodp.clients.games.startup=fail the application must have a session")
			.contains("correct sodp.clients.games.url or sodp.clients.games.token")
			.contains("set sodp.clients.games.startup=continue");
	}

	@Test
	void aWrongNameOfAClient(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.clients.primary.url=ws://127.0.0.1:1");

		assertThat(output)
			.contains("The property 'sodp.clients' is 'primary' (from \"sodp.clients.primary.url\" from property source"
					+ " \"commandLineArgs\"), but the name belongs to the client")
			.contains("Set its properties there, or choose another name.");
	}

	@Test
	void aServerThatDoesNotComeInTime(CapturedOutput output) {
		assertDoesNotStart(TestApplication.class, "sodp.url=ws://127.0.0.1:1", "sodp.startup=wait",
				"sodp.startup-timeout=200ms");

		assertThat(output)
			.contains("With sodp.startup=wait the application must have a session with ws://127.0.0.1:1 within 200ms");
	}

	@Test
	void aLockTimeoutThatWasMeantInSeconds(CapturedOutput output) {
		assertServerDoesNotStart("sodp.server.persistence.lock-timeout=10");

		assertThat(output).contains("The property 'sodp.server.persistence.lock-timeout' is '10ms'")
			.contains("but it must be between 1s and 3600s.")
			.contains("without one it is in milliseconds.");
	}

	@Test
	void aDirectoryThatCannotBeWritten(CapturedOutput output, @TempDir Path folder) throws IOException {
		Path file = Files.createFile(folder.resolve("file"));

		assertServerDoesNotStart("sodp.server.persistence.directory=" + file);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The journal cannot write to '" + file + "'")
			.contains("Let the process create and write files there, or choose another directory.")
			.contains("The directory is the property sodp.server.persistence.directory");
	}

	@Test
	void aDirectoryThatAnotherInstanceUses(CapturedOutput output, @TempDir Path folder) {
		try (SodpServer other = SodpServer.builder().journal(() -> MvStoreJournal.builder(folder).build()).build()) {
			assertServerDoesNotStart("sodp.server.persistence.directory=" + folder,
					"sodp.server.persistence.lock-timeout=0s");

			assertThat(other.keys()).isEmpty();
		}

		assertThat(output).contains("The journal in '" + folder + "' is used by another instance")
			.contains("Stop the other instance")
			.contains("'Recreate'")
			.contains("the lock timeout sodp.server.persistence.lock-timeout");
	}

	@Test
	void aStoredStateWithoutTheModule() {
		FailureAnalysis analysis = new MissingJournalFailureAnalyzer().analyze(missingJournal());

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("sodp.server.persistence.enabled is true");
		assertThat(analysis.getAction()).contains("<artifactId>sodp-journal-mvstore</artifactId>")
			.contains("implementation(\"dev.sodp:sodp-journal-mvstore\")");
	}

	private static Throwable missingJournal() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SodpPersistenceAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true", "sodp.server.persistence.enabled=true")
			.withClassLoader(new FilteredClassLoader(MvStoreJournal.class))
			.run((context) -> failure.set(context.getStartupFailure()));
		return failure.get();
	}

	@Test
	void aClusterWithoutTheModule() {
		FailureAnalysis analysis = new MissingClusterModuleFailureAnalyzer()
			.analyze(clusterFailure(new FilteredClassLoader(RedisLog.class)));

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("sodp.server.cluster.enabled is true")
			.contains("dev.sodp:sodp-journal-redis");
		assertThat(analysis.getAction()).contains("<artifactId>sodp-journal-redis</artifactId>")
			.contains("implementation(\"org.springframework.boot:spring-boot-starter-data-redis\")")
			.contains("sodp.server.persistence.enabled keeps its state on disk.");
	}

	private static Throwable clusterFailure(FilteredClassLoader classLoader) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpClusterAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true", "sodp.server.cluster.enabled=true")
			.withClassLoader(classLoader)
			.run((context) -> failure.set(context.getStartupFailure()));
		return failure.get();
	}

	@Test
	void aClusterThatAlsoStoresItsStateOnDisk(CapturedOutput output) {
		assertServerDoesNotStart("sodp.server.cluster.enabled=true");

		assertThat(output).contains("The property 'sodp.server.persistence.enabled' is 'true'")
			.contains("sodp.server.cluster.enabled is true as well")
			.contains("sodp.server.persistence.enabled  if one server is enough")
			.contains("sodp.server.cluster.enabled      if several servers share the state")
			.doesNotContain("..");
	}

	@Test
	void aClusterWithoutAName(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(WithRedis.class)
			.run("--server.port=0", "--sodp.server.enabled=true", "--sodp.server.cluster.enabled=true")
			.close());

		assertThat(output).contains("The property 'sodp.server.cluster.key-prefix' is ''")
			.contains("Set spring.application.name, or sodp.server.cluster.key-prefix");
	}

	@Test
	void aLogThatCannotBeUsed() {
		MockEnvironment environment = new MockEnvironment().withProperty("sodp.server.cluster.enabled", "true");

		FailureAnalysis analysis = new JournalFailureAnalyzer(environment)
			.analyze(new JournalException("The log is divided into 2 partitions", "Configure 2"));

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The log is divided into 2 partitions.");
		assertThat(analysis.getAction()).startsWith("Configure 2. Servers, credentials and TLS")
			.contains("spring.data.redis.*")
			.contains("allow-eviction")
			.doesNotContain("persistence");
	}

	@Test
	void tokensWithoutTheLibrary() {
		FailureAnalysis analysis = new MissingJwtSupportFailureAnalyzer().analyze(missingJwtSupport());

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("Properties under sodp.server.auth.jwt are set");
		assertThat(analysis.getAction()).contains("<artifactId>spring-security-oauth2-jose</artifactId>")
			.contains("implementation(\"org.springframework.security:spring-security-oauth2-jose\")");
	}

	private static Throwable missingJwtSupport() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpJwtAutoConfiguration.class))
			.withPropertyValues("sodp.server.enabled=true", "sodp.server.auth.jwt.issuer-uri=https://id.example.org")
			.withClassLoader(new FilteredClassLoader(JwtDecoder.class))
			.run((context) -> failure.set(context.getStartupFailure()));
		return failure.get();
	}

	@Test
	void aSecretThatIsTooShort(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(TestApplication.class)
			.run("--server.port=0", "--sodp.server.enabled=true", "--sodp.server.auth.jwt.secret=letmein")
			.close());

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'sodp.server.auth.jwt.secret' is '******' (from")
			.contains("it is too short. The secret must have at least 256 bits (was 56).")
			.contains("openssl rand")
			.doesNotContain("letmein");
	}

	private static void assertServerDoesNotStart(String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--sodp.server.enabled=true", "--sodp.server.persistence.enabled=true"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(TestApplication.class).run(arguments.toArray(String[]::new))
				.close());
	}

}
