// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.interop.engines.EngineProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of writes when sentinels replace the primary of a cluster under load. */
@Tag("engines")
class ClusterFailoverTests {

	private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("cluster.seconds", 4));

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@RegisterExtension
	final TestCluster cluster = new TestCluster();

	private final List<EngineProcess> engines = new ArrayList<>();

	private final List<EngineProcess> sentinels = new ArrayList<>();

	private void start() {
		for (int i = 0; i < 3; i++) {
			this.engines.add(this.cluster.engine());
		}
		this.engines.subList(1, 3).forEach((replica) -> replica.replicate(this.engines.get(0)));
		for (int i = 0; i < 3; i++) {
			this.sentinels.add(this.cluster.sentinel(this.engines.get(0)));
		}
		Awaitility.await("sentinels that know each other")
			.atMost(PATIENCE)
			.until(() -> this.sentinels.stream().allMatch((sentinel) -> sentinel.isReady(2)));
	}

	private EngineProcess primary() {
		String address = this.sentinels.get(0).command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "primary");
		return this.engines.stream()
			.filter((engine) -> address.endsWith(" " + engine.port()))
			.findFirst()
			.orElseThrow();
	}

	private EngineProcess awaitOther(EngineProcess before) {
		Awaitility.await("another primary").atMost(PATIENCE).until(() -> primary() != before);
		return primary();
	}

	private List<NodeProcess> nodes(int replicas) {
		this.cluster.use(this.sentinels, "--sodp.server.cluster.min-replicas=" + replicas);
		return this.cluster.nodes(3);
	}

	private Load load(List<NodeProcess> nodes) {
		return Load.start(this.cluster, nodes.stream().map(NodeProcess::url).toList());
	}

	@Test
	void whenAllReplicasMustConfirmThenNothingIsLostWithAPrimary() {
		start();
		Load load = load(nodes(2));
		Load.run(LENGTH.dividedBy(2));
		EngineProcess first = primary();

		this.sentinels.get(0).command("SENTINEL", "FAILOVER", "primary");
		EngineProcess second = awaitOther(first);
		load.awaitProgress();
		second.kill();
		EngineProcess third = awaitOther(second);
		second.restart();
		load.awaitProgress();

		assertThat(load.finish(third)).isEmpty();
	}

	// A primary that is replaced as planned goes on for a moment, and finds replicas that
	// confirm what is lost then.
	@Test
	@Tag("long")
	void whenSomeReplicasMustConfirmThenNothingIsLostUnlessThatIsSaid() {
		start();
		List<NodeProcess> nodes = nodes(1);
		Load load = load(nodes);
		Load.run(LENGTH);
		EngineProcess first = primary();

		this.sentinels.get(0).command("SENTINEL", "FAILOVER", "primary");
		EngineProcess second = awaitOther(first);
		Load.run(LENGTH);
		load.awaitProgress();

		if (!load.finish(second).isEmpty()) {
			assertThat(nodes).allSatisfy(
					(node) -> assertThat(node.log()).anyMatch((line) -> line.contains("lost the latest changes")));
		}
	}

	@Test
	@Tag("long")
	void whenPrimaryIsKilledThenNothingThatOneReplicaHasConfirmedIsLostUnlessThatIsSaid() {
		start();
		List<NodeProcess> nodes = nodes(1);
		Load load = load(nodes);
		Load.run(LENGTH);
		EngineProcess first = primary();

		first.kill();
		EngineProcess second = awaitOther(first);
		load.awaitProgress();
		Load.run(LENGTH);

		if (!load.finish(second).isEmpty()) {
			assertThat(nodes).allSatisfy(
					(node) -> assertThat(node.log()).anyMatch((line) -> line.contains("lost the latest changes")));
		}
	}

}
