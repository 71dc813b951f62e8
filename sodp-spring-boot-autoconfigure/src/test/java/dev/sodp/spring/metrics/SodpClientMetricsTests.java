// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchRequest;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.transport.InMemoryTransport;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The meters of a real client of a real server. */
class SodpClientMetricsTests {

	private final SodpServer server = SodpServer.builder()
		.validator((key, value) -> key.equals("forbidden") ? Optional.of("no") : Optional.empty())
		.build();

	private final SodpClient client = client();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SodpClientMetrics metrics = new SodpClientMetrics(SodpClients.of(this.client), Duration.ZERO);

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private SodpClient client() {
		return SodpClient.builder("ws://in-memory")
			.transport(new InMemoryTransport(this.server))
			.reconnectDelay(Duration.ofMillis(10))
			.autoStart(false)
			.build();
	}

	private double read(String name, String... tags) {
		return this.registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
	}

	private void connected() {
		this.metrics.bindTo(this.registry);
		this.client.start();
		this.client.ready().orTimeout(20, TimeUnit.SECONDS).join();
	}

	private void watched(String key) throws InterruptedException {
		CountDownLatch called = new CountDownLatch(1);
		this.client.watch(key, (value, meta) -> called.countDown());
		assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void stateIsOneForTheCurrentStateAndZeroForTheOthers() {
		this.metrics.bindTo(this.registry);
		assertThat(read("sodp.client.state", "state", "stopped")).isOne();
		assertThat(read("sodp.client.state", "state", "restored")).isZero();
		this.client.start();
		await().untilAsserted(() -> assertThat(read("sodp.client.state", "state", "restored")).isOne());
		assertThat(read("sodp.client.state", "state", "stopped")).isZero();
	}

	@Test
	void reconnectsAndAttemptsAreCounted() {
		connected();
		assertThat(read("sodp.client.reconnects")).isZero();
		this.client.reconnect();
		await().untilAsserted(() -> assertThat(read("sodp.client.reconnects")).isOne());
		assertThat(read("sodp.client.connection.attempts")).isEqualTo(2);
	}

	@Test
	void restoresAreCountedByWhetherTheKeyWasResumed() throws Exception {
		this.server.set("game", 1);
		connected();
		watched("game");
		assertThat(read("sodp.client.restores", "outcome", "snapshot")).isOne();
		this.client.reconnect();
		await().untilAsserted(() -> assertThat(read("sodp.client.restores", "outcome", "resumed")).isOne());
	}

	@Test
	void resyncsStartAtZero() {
		connected();
		assertThat(read("sodp.client.resyncs")).isZero();
	}

	@Test
	void deltasAreCountedByOutcome() throws Exception {
		connected();
		watched("game");
		this.server.set("game", 2);
		await().untilAsserted(() -> assertThat(read("sodp.client.deltas", "outcome", "applied")).isOne());
		assertThat(read("sodp.client.deltas", "outcome", "duplicate")).isZero();
		assertThat(read("sodp.client.deltas", "outcome", "rejected")).isZero();
	}

	@Test
	void writesAreCountedByOutcome() {
		connected();
		this.client.set("game", 1).orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(read("sodp.client.writes", "outcome", "applied")).isOne();
		assertThat(this.client.set("forbidden", 1).orTimeout(20, TimeUnit.SECONDS)).failsWithin(Duration.ofSeconds(20));
		assertThat(read("sodp.client.writes", "outcome", "rejected")).isOne();
		this.client.stop();
		this.client.close();
		assertThat(this.client.set("game", 2)).failsWithin(Duration.ofSeconds(20));
		assertThat(read("sodp.client.writes", "outcome", "not_sent")).isOne();
		assertThat(read("sodp.client.writes", "outcome", "unknown")).isZero();
	}

	@Test
	void deliveriesAreTimed() throws Exception {
		connected();
		watched("game");
		assertThat(read("sodp.client.delivery.lag")).isOne();
		assertThat(read("sodp.client.delivery.lag.longest")).isPositive();
	}

	@Test
	void conflatedEventsAreCounted() throws Exception {
		connected();
		CountDownLatch slow = new CountDownLatch(1);
		CountDownLatch called = new CountDownLatch(1);
		this.client.watch(WatchRequest.of("game", Integer.class, (value, meta) -> {
			called.countDown();
			slow.await();
		}).withDelivery(DeliveryMode.LATEST));
		assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 3; i++) {
			this.server.set("game", i);
		}
		await().untilAsserted(() -> assertThat(read("sodp.client.events.conflated")).isEqualTo(2));
		assertThat(read("sodp.client.queue.size", "queue", "events")).isOne();
		slow.countDown();
	}

	@Test
	void queuesAreShown() {
		this.metrics.bindTo(this.registry);
		this.client.set("game", 1);
		assertThat(read("sodp.client.queue.size", "queue", "calls")).isOne();
		assertThat(read("sodp.client.queue.size", "queue", "unanswered")).isZero();
	}

	@Test
	void trafficIsCountedInBothDirections() throws Exception {
		connected();
		watched("game");
		assertThat(read("sodp.client.frames", "direction", "out")).isOne();
		assertThat(read("sodp.client.frames", "direction", "in")).isEqualTo(2);
		assertThat(read("sodp.client.traffic", "direction", "out")).isGreaterThan(10);
		assertThat(read("sodp.client.traffic", "direction", "in")).isGreaterThan(20);
		assertThat(this.registry.get("sodp.client.traffic").tag("direction", "in").meter().getId().getBaseUnit())
			.isEqualTo("bytes");
	}

	@Test
	void changeOfALargeValueSavesBytes() throws Exception {
		this.server.set("game", Map.of("text", "x".repeat(10_000), "score", 1));
		connected();
		watched("game");
		this.server.set("game", Map.of("text", "x".repeat(10_000), "score", 2));
		await().untilAsserted(() -> assertThat(read("sodp.client.saved")).isGreaterThan(9_000));
	}

	@Test
	void watchedAndPendingKeysAreShown() throws Exception {
		connected();
		watched("game");
		assertThat(read("sodp.client.keys.watched")).isOne();
		assertThat(read("sodp.client.keys.pending")).isZero();
	}

	@Test
	void errorsAreCounted() throws Exception {
		connected();
		this.client.watch("game", (value, meta) -> {
			throw new IllegalStateException("for the test");
		});
		await().untilAsserted(() -> assertThat(read("sodp.client.errors")).isOne());
	}

	@Test
	void everyClientHasItsOwnSet() {
		try (SodpClient other = client()) {
			new SodpClientMetrics(SodpClients.of(this.client, Map.of("billing", other))).bindTo(this.registry);
			other.set("game", 1);
			assertThat(read("sodp.client.queue.size", "queue", "calls", "client", "billing")).isNotNaN();
			assertThat(this.registry.get("sodp.client.resyncs").meters())
				.extracting((meter) -> meter.getId().getTag("client"))
				.containsExactlyInAnyOrder("primary", "billing");
		}
	}

	@Test
	void noMeterHasTheKeyAsTag() throws Exception {
		connected();
		watched("game");
		assertThat(this.registry.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getKey)
			.containsOnly("client", "state", "outcome", "queue", "direction");
	}

	@Test
	void everyMeterIsDescribedAndInTheTableOfTheReference() throws Exception {
		this.metrics.bindTo(this.registry);
		String reference = Files.readString(Path.of("..", "docs", "observability.md"));
		assertThat(this.registry.getMeters()).extracting(Meter::getId).allSatisfy((id) -> {
			assertThat(id.getDescription()).isNotBlank();
			assertThat(reference).contains("| `" + id.getName() + "` |");
		});
	}

	/** Registries such as Prometheus append the unit. */
	@Test
	void noMeterHasItsUnitInItsName() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.getMeters()).isNotEmpty().allSatisfy((meter) -> {
			String unit = meter.getId().getBaseUnit();
			assertThat(unit == null || !meter.getId().getName().contains(unit)).as(meter.getId().getName()).isTrue();
		});
	}

	@Test
	void meterThatIsReadRightAfterAnotherAsksTheClientOnce() {
		SodpClientMetrics cached = new SodpClientMetrics(SodpClients.of(this.client), Duration.ofHours(1));
		cached.bindTo(this.registry);
		this.client.set("game", 1);
		assertThat(read("sodp.client.queue.size", "queue", "calls")).isZero();
	}

	@Test
	void closedClientCanStillBeRead() {
		connected();
		this.client.close();
		assertThat(read("sodp.client.state", "state", "closed")).isOne();
		assertThat(read("sodp.client.connection.attempts")).isOne();
	}

}
