// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.interop.engines.EngineProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of writes, replicas and presence when parts of a cluster of three
 * processes fail under load. The property {@code cluster.seconds} says for how long.
 */
@Tag("engines")
class ClusterFaultTests {

	private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("cluster.seconds", 4));

	private static final String SHORT_LEASE = "--sodp.server.cluster.lease=3s";

	@RegisterExtension
	final TestCluster cluster = new TestCluster();

	private EngineProcess engine() {
		EngineProcess engine = this.cluster.engine();
		this.cluster.use(engine);
		return engine;
	}

	private Load load(List<NodeProcess> nodes) {
		return Load.start(this.cluster, nodes.stream().map(NodeProcess::url).toList());
	}

	@Test
	void whenAllNodesWriteToOneKeyThenAllOfItIsStoredInOneOrder() {
		EngineProcess engine = engine();
		Load load = load(this.cluster.nodes(3));

		Load.run(LENGTH);

		assertThat(load.finish(engine)).isEmpty();
		assertThat(load.writers()).allSatisfy((writer) -> {
			assertThat(writer.refused()).isEmpty();
			assertThat(writer.unknown()).isEmpty();
		});
	}

	@Test
	void whenEngineIsKilledThenNothingAcknowledgedIsLost() {
		EngineProcess engine = engine();
		Load load = load(this.cluster.nodes(3));

		Load.every(LENGTH.dividedBy(2), LENGTH, () -> {
			engine.kill();
			engine.restart();
		});
		load.awaitProgress();

		assertThat(load.finish(engine)).isEmpty();
		assertThat(load.observers()).allSatisfy((observer) -> assertThat(observer.epochs()).hasSize(1));
	}

	@Test
	void whenConnectionsToEngineAreKilledThenNothingIsLostOrMissed() {
		EngineProcess engine = engine();
		Load load = load(this.cluster.nodes(3));

		Load.every(Duration.ofMillis(700), LENGTH, () -> engine.command("CLIENT", "KILL", "TYPE", "normal"));
		load.awaitProgress();

		assertThat(load.finish(engine)).isEmpty();
		assertThat(load.observers()).allSatisfy((observer) -> assertThat(observer.epochs()).hasSize(1));
	}

	@Test
	void whenNodeIsKilledThenItsClientsGoOnElsewhereAndTheOthersAreGone() {
		EngineProcess engine = engine();
		List<NodeProcess> nodes = this.cluster.nodes(3, SHORT_LEASE);
		Balancer balancer = this.cluster.closed(new Balancer(nodes));
		Load load = Load.start(this.cluster, Collections.nCopies(3, balancer.url()));
		SodpClient lonely = this.cluster.visitor(nodes.get(2).url());
		lonely.presence(Observer.ROOM, "/lonely", true).orTimeout(30, TimeUnit.SECONDS).join();
		load.awaitPresent("lonely");

		Load.run(LENGTH.dividedBy(2));
		nodes.get(2).kill();
		load.awaitProgress();
		Load.run(LENGTH.dividedBy(2));

		assertThat(load.finish(engine)).isEmpty();
		assertThat(load.observers()).allSatisfy((observer) -> assertThat(observer.epochs()).hasSize(1));
	}

	@Test
	void whenNodeStandsStillThenItIsGoneAndComesBackAsAnother() {
		EngineProcess engine = engine();
		List<NodeProcess> nodes = this.cluster.nodes(3, SHORT_LEASE);
		Load load = load(nodes);
		NodeProcess paused = nodes.get(2);

		paused.pause();
		Load.run(LENGTH);
		load.awaitGone("writer3", "observer3");
		paused.resume();
		load.awaitProgress();

		assertThat(load.finish(engine)).isEmpty();
		assertThat(paused.log()).anyMatch((line) -> line.contains("taken this node for dead"));
	}

	@Test
	void whenEndOfHistoryIsLostThenAllNodesAgreeAndSayThatItIs() {
		EngineProcess engine = engine();
		List<NodeProcess> nodes = this.cluster.nodes(3);
		Load load = load(nodes);
		Load.run(LENGTH);

		engine.kill();
		Map<Writer, Integer> before = load.begun();
		engine.cutHistory(0.2);
		engine.restart();
		load.awaitProgress();
		Load.run(LENGTH.dividedBy(2));

		assertThat(load.finish(engine)).isNotEmpty().isSubsetOf(Load.tags(before));
		assertThat(nodes)
			.allSatisfy((node) -> assertThat(node.log()).anyMatch((line) -> line.contains("lost the latest changes")));
		Set<String> epochs = load.observers().stream().flatMap((each) -> each.epochs().stream()).collect(toSet());
		assertThat(nodes).extracting((node) -> this.cluster.client(node.url()).capabilities().orElseThrow().epoch())
			.containsOnly(this.cluster.client(nodes.get(0).url()).capabilities().orElseThrow().epoch())
			.doesNotContainAnyElementsOf(epochs);
	}

}
