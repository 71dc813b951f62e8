// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients see of the end of the node that a third of them is connected to, behind a
 * load balancer that learns of it late. Only a visitor does not return.
 */
@Tag("engines")
class ClusterDrainTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int LATE_SECONDS = 5;

	@RegisterExtension
	final TestCluster cluster = new TestCluster();

	/** What happened to each client since the node was stopped. */
	private final Map<String, Queue<String>> events = new ConcurrentSkipListMap<>();

	private final Set<String> absent = new ConcurrentSkipListSet<>();

	private volatile long stopped;

	private final AtomicLong firstLeft = new AtomicLong(Long.MAX_VALUE);

	private final Set<String> failures = new ConcurrentSkipListSet<>();

	private volatile boolean everyoneCame;

	private SodpClient enter(String name, String url) {
		SodpClient client = this.cluster.closed(SodpClient.builder(url).build());
		client.addConnectionListener((previous, status) -> {
			if (previous.isLive() && !status.state().isLive()) {
				this.firstLeft.accumulateAndGet(System.nanoTime(), Math::min);
			}
			happened(name, status.state().toString());
			if (status.state() == ConnectionState.FAILED) {
				this.failures.add(name + ": " + status.lastFailure());
			}
		});
		client.presence(Observer.ROOM, "/" + name, true);
		return client;
	}

	@Test
	void whenNodeStopsThenItsClientsMoveAndNoOneSeesThemLeave() {
		stopOneOfThree(285, 15, "10s");
	}

	// Clients wait for a second before they return.
	@Test
	void whenNodeStopsBeforeItsClientsReturnThenNoOneSeesThemLeave() {
		stopOneOfThree(27, 3, "1s");
	}

	private void stopOneOfThree(int javaClients, int pythonClients, String drainTime) {
		this.cluster.use(this.cluster.engine(), "--sodp.server.cluster.drain-time=" + drainTime);
		List<NodeProcess> nodes = this.cluster.nodes(3);
		NodeProcess leaving = nodes.get(0);
		Balancer balancer = this.cluster.closed(new Balancer(nodes));
		Set<String> everyone = new TreeSet<>();
		List<SodpClient> clients = new ArrayList<>();
		for (int i = 0; i < javaClients; i++) {
			everyone.add("java" + i);
			clients.add(enter("java" + i, balancer.url()));
		}
		PythonProcess python = this.cluster
			.closed(PythonProcess.start("clients.py", "crowd", balancer.url(), "" + pythonClients));
		for (int i = 1; i <= pythonClients; i++) {
			everyone.add("python" + i);
		}
		SodpClient visitor = this.cluster.visitor(leaving.url());
		visitor.presence(Observer.ROOM, "/visitor", true);
		Observer watcher = watcher(nodes.get(1), everyone);
		Awaitility.await("everyone")
			.atMost(PATIENCE)
			.until(() -> watcher.present().containsAll(everyone) && watcher.present().contains("visitor"));
		this.everyoneCame = true;
		int before = balancer.attempts().size();
		this.stopped = System.nanoTime();

		leaving.stop();
		CompletableFuture.delayedExecutor(LATE_SECONDS, TimeUnit.SECONDS).execute(() -> balancer.remove(leaving));
		Awaitility.await("end of the node").atMost(PATIENCE).until(() -> !leaving.isAlive());
		Duration took = Duration.ofNanos(System.nanoTime() - this.stopped);
		Awaitility.await("clients")
			.atMost(PATIENCE)
			.until(() -> clients.stream().allMatch((client) -> client.status().state().isLive()));
		Awaitility.await("everyone but the visitor")
			.during(Duration.ofSeconds(2))
			.atMost(PATIENCE)
			.until(() -> watcher.present().equals(everyone));

		List<Balancer.Attempt> attempts = balancer.attempts();
		List<Balancer.Attempt> atLeaving = attempts.subList(before, attempts.size())
			.stream()
			.filter((attempt) -> attempt.node() == leaving)
			.toList();
		System.out.printf("%s: stopped in %d ms; %d sessions moved, %d attempts were sent to the leaving node%n",
				this.cluster, took.toMillis(), attempts.size() - before - atLeaving.size(), atLeaving.size());
		assertThat(atLeaving).filteredOn((attempt) -> attempt.nanos() > this.firstLeft.get())
			.extracting(Balancer.Attempt::status)
			.isNotEmpty()
			.isSubsetOf(Balancer.UNREACHABLE, Balancer.UNAVAILABLE);
		assertThat(atLeaving).extracting(Balancer.Attempt::connection).doesNotHaveDuplicates();
		assertThat(attempts).filteredOn((attempt) -> attempt.node() != leaving)
			.extracting(Balancer.Attempt::status)
			.containsOnly(Balancer.SWITCHING);
		assertThat(this.failures).isEmpty();
		assertThat(this.absent).as(() -> "who was away in the eyes of the watcher: " + history()).isEmpty();
		assertThat(python.said("failed")).isEmpty();
		assertThat(leaving.log()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
	}

	private void happened(String name, String event) {
		if (this.stopped != 0) {
			long millis = Duration.ofNanos(System.nanoTime() - this.stopped).toMillis();
			this.events.computeIfAbsent(name, (key) -> new ConcurrentLinkedQueue<>()).add(event + " at " + millis);
		}
	}

	private String history() {
		return this.absent.stream().map((name) -> name + " " + this.events.get(name)).collect(Collectors.joining(", "));
	}

	private Observer watcher(NodeProcess node, Set<String> everyone) {
		SodpClient client = this.cluster.client(node.url());
		Observer watcher = new Observer("watcher", client);
		client.watch(Observer.ROOM, (room, meta) -> {
			if (this.everyoneCame) {
				Set<String> missing = new TreeSet<>(everyone);
				if (room != null) {
					missing.removeAll(room.propertyNames());
				}
				missing.forEach((name) -> happened(name, "absent"));
				this.absent.addAll(missing);
			}
		});
		return watcher;
	}

}
