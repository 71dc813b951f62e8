// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of a state in a database, in a process of its own that also stores the
 * state: what a client on a socket sees of it, also if the process dies after the commit
 * of the database and before that of the journal.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // a process takes seconds to start
class DatabaseExampleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String port = freePort();

	/** What a watcher has seen, from the first connection to the last. */
	private final List<Seen> seen = new CopyOnWriteArrayList<>();

	private Path directory;

	private Process host;

	private SodpClient client;

	private int players;

	private String key;

	private static String freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return String.valueOf(socket.getLocalPort());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@BeforeAll
	void start(@TempDir Path temporary) throws IOException {
		this.directory = temporary;
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		Page page = Page.of(Page.ROOT.resolve("docs/hosting.md")).section("State in a database");
		assertThat(new JavaBlocks(page.blocks("java")).inPackage(DatabaseHost.EXAMPLE).problems(classes)).isEmpty();
		Files.writeString(classes.resolve("schema.sql"), page.blocks("sql").get(0).text());
		Files.writeString(classes.resolve("application.yml"), page.blocks("yaml").get(0).text());
		startHost();
	}

	@AfterAll
	void stop() throws InterruptedException {
		this.host.destroyForcibly().waitFor();
	}

	@BeforeEach
	void watch() {
		this.client = SodpClient.builder("ws://localhost:" + this.port + "/sodp")
			.reconnectDelay(Duration.ofMillis(100))
			.maxReconnectDelay(Duration.ofMillis(200))
			.build();
		this.key = "player." + this.players++;
		this.seen.clear();
		this.client.watch(this.key, Value.class,
				(value, meta) -> this.seen.add(new Seen(value, meta.version(), meta.initialized())));
		awaitRestored();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	private void startHost() throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-cp",
						this.directory.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
						DatabaseHost.class.getName(), "--server.port=" + this.port, "--sodp.enabled=false",
						"--sodp.server.persistence.enabled=true"));
		Path log = Files.createDirectories(Path.of("target")).resolve("database-host.log").toAbsolutePath();
		this.host = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(log.toFile()))
			.start();
	}

	private void awaitRestored() {
		await().atMost(PATIENCE)
			.failFast("The host has not started", () -> !this.host.isAlive())
			.until(() -> this.client.status().state() == ConnectionState.RESTORED);
	}

	private long set(int score) {
		return this.client.set(this.key, new Value(score)).join().version().orElseThrow();
	}

	private Seen last() {
		return this.seen.get(this.seen.size() - 1);
	}

	/** Kills the process within a write, and starts it again. */
	private void dieIn(CompletableFuture<WriteResult> write) throws Exception {
		assertThat(this.host.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(write).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(SodpOutcomeUnknownException.class);
		Files.delete(this.directory.resolve(DatabaseHost.ARMED));
		startHost();
		awaitRestored();
	}

	private void arm() throws IOException {
		Files.createFile(this.directory.resolve(DatabaseHost.ARMED));
	}

	@Test
	void watchersShowWhatTheDatabaseHasAfterAKillBetweenTheCommits() throws Exception {
		long round = this.client.set("round", 1).join().version().orElseThrow();
		long version = set(1);
		await().untilAsserted(() -> assertThat(last().value()).isEqualTo(new Value(1)));

		arm();
		dieIn(this.client.set(this.key, new Value(2)));

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(last().value()).isEqualTo(new Value(2)));
		long loaded = last().version();
		assertThat(loaded).isGreaterThan(version);
		assertThat(this.seen).extracting(Seen::version).isSorted();
		assertThat(set(3)).isGreaterThan(loaded);
		assertThat(this.client.ifVersion(round).set("round", 2)).succeedsWithin(PATIENCE);
	}

	@Test
	void aDeletionThatOnlyTheDatabaseCommittedIsSeen() throws Exception {
		long version = set(1);
		await().untilAsserted(() -> assertThat(last().initialized()).isTrue());

		arm();
		dieIn(this.client.delete(this.key));

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(last().initialized()).isFalse());
		assertThat(set(2)).isGreaterThan(version);
	}

	@Test
	void whatTheInterceptorOrTheDatabaseRefusesIsRolledBack() {
		set(1);

		assertThat(this.client.set(this.key, Map.of("points", 2))).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(SodpRejectedException.class,
					(refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.SCHEMA));
		assertThat(this.client.set(this.key, new Value(-1))).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(SodpRejectedException.class,
					(refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL));
		assertThat(this.client.fetchFromServer(this.key, Value.class, PATIENCE).join()).contains(new Value(1));
	}

	record Value(int score) {
	}

	private record Seen(@Nullable Value value, long version, boolean initialized) {
	}

}
