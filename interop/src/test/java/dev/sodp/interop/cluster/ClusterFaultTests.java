// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.List;

import dev.sodp.interop.engines.Engine;
import dev.sodp.interop.engines.EngineProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of writes, replicas and presence when parts of a cluster of three
 * processes fail under load. The property {@code cluster.seconds} says for how long.
 */
@Tag("engines")
class ClusterFaultTests {

	private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("cluster.seconds", 4));

	private static final Engine ENGINE = Engine.valueOf(System.getProperty("cluster.engine", "VALKEY"));

	@RegisterExtension
	final TestCluster cluster = new TestCluster();

	private EngineProcess engine() {
		EngineProcess engine = this.cluster.engine(ENGINE);
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

}
