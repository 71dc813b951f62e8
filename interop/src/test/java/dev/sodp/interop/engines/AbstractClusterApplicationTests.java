// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.JournalException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Spring Boot applications that are nodes of a cluster, with nothing but properties. */
@Tag("engines")
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractClusterApplicationTests {

	private final Engine engine;

	private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

	@TempDir
	Path folder;

	AbstractClusterApplicationTests(Engine engine) {
		this.engine = engine;
	}

	@AfterEach
	void close() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
	}

	final EngineProcess engine(String... options) {
		EngineProcess started = EngineProcess.start(this.engine, this.folder, options);
		this.open.add(started);
		return started;
	}

	/** Starts an application; later properties win. */
	final SodpServer node(EngineProcess server, String... properties) {
		return application(server, properties).getBean(SodpServer.class);
	}

	final ConfigurableApplicationContext application(EngineProcess server, String... properties) {
		List<String> all = new ArrayList<>(List.of("--spring.config.name=none", "--server.port=0",
				"--spring.main.banner-mode=off", "--sodp.server.enabled=true", "--sodp.server.cluster.enabled=true"));
		List<String> own = List.of(properties);
		for (String property : List.of("spring.application.name=shop", "spring.data.redis.port=" + server.port())) {
			String name = property.substring(0, property.indexOf('=') + 1);
			if (own.stream().noneMatch((other) -> other.startsWith(name))) {
				all.add("--" + property);
			}
		}
		own.forEach((property) -> all.add("--" + property));
		ConfigurableApplicationContext started = new SpringApplicationBuilder(NodeApplication.class)
			.run(all.toArray(String[]::new));
		this.open.add(started);
		return started;
	}

	private void assertDoesNotStart(EngineProcess server, String reason, String... properties) {
		assertThatException().isThrownBy(() -> application(server, properties))
			.havingRootCause()
			.isInstanceOf(JournalException.class)
			.withMessageContaining(reason);
	}

	static String value(SodpServer server, String key) {
		return server.get(key).map(StateSnapshot::value).map(JsonNode::toString).orElse("none");
	}

	private static ClusterStatus cluster(SodpServer server) {
		return server.cluster().orElseThrow();
	}

	@Test
	void applicationsOfOneNameShareTheirState() {
		EngineProcess server = engine();
		SodpServer first = node(server);
		SodpServer second = node(server);

		first.set("score", 1);

		assertThat(value(second, "score")).isEqualTo("1");
		Awaitility.await()
			.untilAsserted(() -> assertThat(cluster(first).nodes()).hasSize(2).contains(cluster(second).node()));
	}

	@Test
	void aClientOfOneNodeSeesWhatAnotherChanges() {
		EngineProcess server = engine();
		SodpServer first = node(server);
		SodpClient client = application(server).getBean(SodpClient.class);
		List<Integer> seen = new CopyOnWriteArrayList<>();
		this.open.add(client.watch("score", Integer.class, (value, meta) -> seen.add(value)));

		first.set("score", 1);
		Awaitility.await().untilAsserted(() -> assertThat(seen).contains(1));
		first.set("score", 2);

		Awaitility.await().untilAsserted(() -> assertThat(seen).endsWith(2));
	}

	@Test
	void aNodeHoldsWhatIsNeededThere() {
		EngineProcess server = engine();
		SodpServer first = node(server);
		SodpServer second = node(server);
		first.set("score", 1);

		assertThat(first.holds("score")).isTrue();
		assertThat(second.holds("score")).isFalse();

		second.get("score");
		assertThat(second.holds("score")).isTrue();
	}

	@Test
	void applicationsOfTwoNamesShareNothing() {
		EngineProcess server = engine();
		node(server).set("score", 1);

		assertThat(value(node(server, "spring.application.name=office"), "score")).isEqualTo("none");
	}

	@Test
	void theStateOutlivesAllNodes() {
		EngineProcess server = engine();
		ConfigurableApplicationContext first = application(server);
		first.getBean(SodpServer.class).set("score", 1);
		first.close();

		assertThat(value(node(server), "score")).isEqualTo("1");
	}

	@Test
	void aUserNeedsNoMoreRightsThanDocumented() {
		EngineProcess server = engine();
		server.command("ACL", "SETUSER", "sodp", "on", ">secret", "~sodp:shop:*", "+@read", "+@write", "+@scripting",
				"+@connection", "-@dangerous", "+info", "+wait", "+time");
		String[] user = { "spring.data.redis.username=sodp", "spring.data.redis.password=secret" };

		node(server, user).set("score", 1);

		assertThat(value(node(server, user), "score")).isEqualTo("1");
		assertThat(server.command("ACL", "LOG")).isEmpty();
	}

	@Test
	void aWrongPasswordStopsTheStart(CapturedOutput output) {
		EngineProcess server = engine();
		server.command("ACL", "SETUSER", "sodp", "on", ">secret", "~*", "+@all");

		assertThatException().isThrownBy(
				() -> application(server, "spring.data.redis.username=sodp", "spring.data.redis.password=other"));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("WRONGPASS")
			.contains("Servers, credentials and TLS are the properties spring.data.redis.*");
	}

	@Test
	void anEngineThatDropsKeysStopsTheStart(CapturedOutput output) {
		EngineProcess server = engine("--maxmemory-policy", "allkeys-lru");

		assertDoesNotStart(server, "maxmemory-policy is allkeys-lru");

		assertThat(output).contains("Set its maxmemory-policy to noeviction").contains("allow-eviction");
		node(server, "sodp.server.cluster.allow-eviction=true").set("score", 1);
	}

	@Test
	void anotherNumberOfPartitionsStopsTheStart() {
		EngineProcess server = engine();
		node(server);

		assertDoesNotStart(server, "divided into 1 partitions, but 2 are configured",
				"sodp.server.cluster.partitions=2");
	}

	@Test
	void replicasThatAreMissingAreMissed() {
		EngineProcess server = engine();
		SodpServer alone = node(server, "sodp.server.cluster.min-replicas=1", "sodp.server.cluster.lease=2s");

		assertThatException().isThrownBy(() -> alone.set("score", 1)).isInstanceOf(StateOutcomeUnknownException.class);
	}

	/** Nothing but what Spring Boot configures. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NodeApplication {

	}

}
