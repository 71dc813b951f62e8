// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.interop.engines.Engine;
import dev.sodp.interop.engines.EngineProcess;
import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisMode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.shared.SharedLogJournal;
import dev.sodp.server.journal.shared.SharedLogSettings;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the processes and the clients of a test, ends them after it, and shows what the
 * nodes have logged if it failed. The property {@code cluster.engine} says whether the
 * engine is {@code valkey} or {@code redis}.
 */
final class TestCluster implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {

	private static final Path LOGS = Path.of("target", "cluster-logs");

	private static final Engine ENGINE = Engine
		.valueOf(System.getProperty("cluster.engine", "valkey").toUpperCase(Locale.ROOT));

	private final List<AutoCloseable> open = new ArrayList<>();

	private final List<NodeProcess> nodes = new ArrayList<>();

	private String test = "";

	private Path folder = LOGS;

	private List<String> properties = List.of();

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		this.test = context.getRequiredTestClass().getSimpleName() + "."
				+ context.getTestMethod().map((method) -> method.getName()).orElse("");
		this.folder = Files.createTempDirectory("cluster");
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			this.nodes.forEach((node) -> System.out.println(node.describe()));
		}
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
		this.open.clear();
		this.nodes.clear();
		delete(this.folder);
	}

	private static void delete(Path folder) throws IOException {
		try (var files = Files.walk(folder)) {
			files.sorted((one, other) -> other.compareTo(one)).forEach((file) -> {
				try {
					Files.delete(file);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

	<T extends AutoCloseable> T closed(T resource) {
		this.open.add(resource);
		return resource;
	}

	/** Starts an engine that loses nothing that it has acknowledged. */
	EngineProcess engine(String... options) {
		return closed(EngineProcess.start(ENGINE, this.folder, options));
	}

	EngineProcess sentinel(EngineProcess primary) {
		return closed(EngineProcess.startSentinel(ENGINE, this.folder, primary, 2));
	}

	/** Has all nodes that are started later use an engine. */
	void use(EngineProcess engine, String... more) {
		List<String> all = new ArrayList<>(
				List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + engine.port()));
		all.addAll(Arrays.asList(more));
		this.properties = all;
	}

	/** Has all nodes that are started later ask sentinels. */
	void use(List<EngineProcess> sentinels, String... more) {
		List<String> addresses = sentinels.stream().map((sentinel) -> "127.0.0.1:" + sentinel.port()).toList();
		List<String> all = new ArrayList<>(List.of("--spring.data.redis.sentinel.master=primary",
				"--spring.data.redis.sentinel.nodes=" + String.join(",", addresses)));
		all.addAll(Arrays.asList(more));
		this.properties = all;
	}

	/** Starts nodes, which accept connections when this returns. */
	List<NodeProcess> nodes(int number, String... more) {
		List<NodeProcess> started = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			started.add(launch(ClusterNode.class, more));
		}
		started.forEach(NodeProcess::awaitReady);
		return started;
	}

	NodeProcess launch(Class<?> application, String... more) {
		List<String> all = new ArrayList<>(this.properties);
		all.addAll(Arrays.asList(more));
		String name = "node" + (this.nodes.size() + 1);
		NodeProcess node = closed(
				new NodeProcess(name, LOGS.resolve(this.test + "." + name + ".log"), application, all));
		this.nodes.add(node);
		return node;
	}

	/** Connects a client that does not wait long before it does so again. */
	SodpClient client(String url) {
		SodpClient client = closed(SodpClient.builder(url)
			.reconnectDelay(Duration.ofMillis(200))
			.maxReconnectDelay(Duration.ofSeconds(1))
			.readYourWrites(false)
			.build());
		client.ready().orTimeout(30, TimeUnit.SECONDS).join();
		return client;
	}

	/** Connects a client that stays away when its connection ends. */
	SodpClient visitor(String url) {
		SodpClient client = closed(SodpClient.builder(url).reconnect(false).build());
		client.ready().orTimeout(30, TimeUnit.SECONDS).join();
		return client;
	}

	/** A node in this process that has seen nothing yet, so it says what is stored. */
	SodpServer reader(EngineProcess engine) {
		SodpServer server = closed(SodpServer.builder()
			.journal(() -> new SharedLogJournal(
					RedisLog.builder().servers(RedisMode.STANDALONE, List.of(engine.uri())).build(),
					SharedLogSettings.DEFAULT))
			.build());
		server.start();
		return server;
	}

	@Override
	public String toString() {
		return this.test;
	}

}
