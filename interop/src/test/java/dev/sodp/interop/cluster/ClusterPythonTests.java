// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.interop.SecuredServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The published Python client on a node of a cluster. */
@Tag("engines")
class ClusterPythonTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int WRITES = 200;

	/** More than a 32-bit integer or a float can hold, and less than a double can. */
	private static final long SIXTEEN_DIGITS = 1_000_000_000_000_000L;

	@RegisterExtension
	final TestCluster cluster = new TestCluster();

	@BeforeEach
	void start() {
		this.cluster.use(this.cluster.engine());
	}

	private PythonProcess python(String script, String... arguments) {
		return this.cluster.closed(PythonProcess.start(script, arguments));
	}

	@Test
	void whenClientsAreOnDifferentNodesThenEachSeesTheWritesOfTheOtherInOrder() {
		List<NodeProcess> nodes = this.cluster.nodes(2);
		SodpClient client = this.cluster.client(nodes.get(1).url());
		Queue<Integer> values = new ConcurrentLinkedQueue<>();
		Queue<Long> versions = new ConcurrentLinkedQueue<>();
		client.watch("from.python", Integer.class, (value, meta) -> {
			if (value != null && meta.source() == WatchMeta.Source.DELTA) {
				values.add(value);
				versions.add(meta.version());
			}
		});
		PythonProcess python = python("clients.py", "talk", nodes.get(0).url(), "" + WRITES);
		Awaitility.await().atMost(PATIENCE).until(() -> python.said("ready").count() == 1);

		List<Long> written = IntStream.range(0, WRITES)
			.mapToObj((number) -> client.set("from.java", number).orTimeout(30, TimeUnit.SECONDS).join())
			.map((result) -> result.version().orElseThrow())
			.toList();

		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(python.said("seen").map((said) -> said.get("seen").intValue(-1))).contains(WRITES - 1);
			assertThat(values).contains(WRITES - 1);
		});
		List<JsonNode> seen = python.said("seen").filter((said) -> !said.get("seen").isNull()).toList();
		assertThat(seen.stream().map((said) -> said.get("seen").intValue()).toList()).isSorted()
			.doesNotHaveDuplicates();
		assertThat(seen).allSatisfy((said) -> assertThat(said.get("version").longValue())
			.isEqualTo(written.get(said.get("seen").intValue()))
			.isGreaterThan(SIXTEEN_DIGITS));
		assertThat(List.copyOf(values)).isSorted().doesNotHaveDuplicates();
		List<Long> answered = python.said("written")
			.map((said) -> said.get("result").get("version").longValue())
			.toList();
		assertThat(answered).hasSize(WRITES).isSorted().doesNotHaveDuplicates();
		assertThat(answered).containsAll(versions);
	}

	@Test
	void whenServerIsNodeThenSuiteOfClientPasses() {
		NodeProcess node = this.cluster.launch(SecuredServer.class, "--sodp.server.cluster.enabled=true",
				"--sodp.server.cluster.key-prefix=sodp");
		node.awaitReady();

		PythonProcess python = python("suite.py", "target/python-reports/TEST-python-cluster.xml", "" + node.port());

		assertThat(python.exitCode(120)).as("%s", python).isZero();
	}

}
