// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SodpServerMetricsTests {

	private final SodpServer server = SodpServer.builder().build();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new SodpServerMetrics(this.server).bindTo(this.registry);
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	private double read(String name) {
		return this.registry.get(name).meter().measure().iterator().next().getValue();
	}

	@Test
	void sessionsAreCounted() {
		try (SodpClient client = SodpClient.builder("ws://in-memory")
			.transport(new InMemoryTransport(this.server))
			.build()) {
			client.ready().orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(read("sodp.server.sessions")).isOne();
		}
		await().untilAsserted(() -> assertThat(read("sodp.server.sessions")).isZero());
		assertThat(read("sodp.server.sessions.opened")).isOne();
	}

	@Test
	void keysAndMutationsAreCounted() {
		this.server.set("game", 1);
		this.server.set("game", 2);
		assertThat(read("sodp.server.keys")).isOne();
		assertThat(read("sodp.server.mutations")).isEqualTo(2);
		assertThat(read("sodp.server.evictions")).isZero();
	}

	@Test
	void memoryIsToldByArea() {
		this.server.set("game", "x".repeat(1000));

		assertThat(this.registry.get("sodp.server.memory").tag("area", "values").gauge().value())
			.isEqualTo(this.server.statistics().valueBytes())
			.isGreaterThan(1000);
		assertThat(this.registry.get("sodp.server.memory").tag("area", "logs").gauge().value())
			.isEqualTo(this.server.statistics().logBytes())
			.isGreaterThan(1000);
		assertThat(read("sodp.server.refusals")).isZero();
	}

	@Test
	void theJournalIsMeasured(@TempDir Path directory) {
		try (SodpServer stored = SodpServer.builder().journal(() -> MvStoreJournal.builder(directory).build()).build();
				SodpServerMetrics metrics = new SodpServerMetrics(stored)) {
			SimpleMeterRegistry ofStored = new SimpleMeterRegistry();
			metrics.bindTo(ofStored);
			stored.set("game", 1);

			assertThat(ofStored.get("sodp.server.journal.commits").functionCounter().count()).isPositive();
			assertThat(ofStored.get("sodp.server.journal.size").gauge().value()).isPositive();
			assertThat(ofStored.get("sodp.server.journal.waiting").gauge().value()).isZero();
		}
		assertThat(read("sodp.server.journal.size")).isZero();
	}

	@Test
	void everyMeterIsDescribedAndInTheTableOfTheReference() throws Exception {
		String reference = Files.readString(Path.of("..", "docs", "observability.md"));
		assertThat(this.registry.getMeters()).extracting(Meter::getId).hasSize(11).allSatisfy((id) -> {
			assertThat(id.getDescription()).isNotBlank();
			assertThat(reference).contains("| `" + id.getName() + "` |");
		});
	}

}
