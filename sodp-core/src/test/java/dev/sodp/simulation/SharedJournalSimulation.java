// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.server.journal.shared.SharedLogSettings;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that do nothing but share a log, some of which are paused or killed, for a minute
 * of simulated time, all decided by one seed. Then nothing fails any more, and everything
 * that was promised must hold.
 */
final class SharedJournalSimulation implements ManySeeds.Run {

	private static final String[] KEYS = { "a", "b", "c" };

	private static final Duration TROUBLE = Duration.ofSeconds(60);

	private static final Duration PEACE = Duration.ofSeconds(60);

	private final SplittableRandom random;

	private final SimulatedTime time = new SimulatedTime();

	private final History history = History.ofCluster();

	private final ClusterTruth truth = new ClusterTruth(this.history);

	private final SimulatedReplica.Outcomes outcomes = new SimulatedReplica.Outcomes();

	private final SimulatedStore store;

	private final StoreTrouble trouble;

	private final UnaryOperator<SharedLog> mistake;

	private final Node[] nodes;

	private int ids;

	private int tags;

	SharedJournalSimulation(long seed) {
		this(seed, UnaryOperator.identity());
	}

	SharedJournalSimulation(long seed, UnaryOperator<SharedLog> mistake) {
		this.random = new SplittableRandom(seed);
		this.mistake = mistake;
		this.store = new SimulatedStore(this.time, SimulatedLimits.any(this.random), new SimulatedStore.Recorder() {
			@Override
			public void stored(ProposedBatch batch, long first) {
				SharedJournalSimulation.this.truth.stored(batch, first);
			}

			@Override
			public void cut(SimulatedPartition kept) {
				SharedJournalSimulation.this.truth.cut((key) -> true, kept);
				SharedJournalSimulation.this.outcomes.cut(kept.counter());
			}
		});
		this.trouble = new StoreTrouble(this.store, this.random.split(), this.random.nextBoolean());
		this.nodes = new Node[this.random.nextInt(2, 5)];
	}

	@Override
	public long run() {
		for (int i = 0; i < this.nodes.length; i++) {
			this.nodes[i] = new Node();
			this.nodes[i].start();
		}
		plan(this::work, 100);
		plan(this::disturb, 4_000);
		this.time.run(TROUBLE, this.outcomes::check);
		this.store.heal();
		for (Node node : this.nodes) {
			node.heal();
		}
		this.time.run(PEACE, this.outcomes::check);
		for (Node node : this.nodes) {
			node.replica().checkAtRest();
		}
		this.outcomes.check(this.history);
		return this.time.steps();
	}

	@Override
	public String toString() {
		return this.nodes.length + " nodes";
	}

	/** How many writes succeeded. */
	int acknowledged() {
		return this.outcomes.acknowledged();
	}

	private void plan(Runnable action, int averageMillis) {
		this.time.after(Duration.ofMillis(this.random.nextInt(2 * averageMillis)), () -> {
			if (this.time.nanos() < TROUBLE.toNanos()) {
				action.run();
				plan(action, averageMillis);
			}
		});
	}

	private void work() {
		Node node = this.nodes[this.random.nextInt(this.nodes.length)];
		String key = KEYS[this.random.nextInt(KEYS.length)];
		if (node.replica == null || node.process.isPaused()) {
			return;
		}
		SimulatedReplica replica = node.replica();
		switch (this.random.nextInt(12)) {
			case 0 -> replica.hold(key);
			case 1 -> replica.release(key);
			case 2 -> replica.synchronize();
			case 3 -> replica.write(key, null);
			case 4 -> {
				for (int i = this.random.nextInt(30); i > 0; i--) {
					replica.write(key, nextTag());
				}
			}
			default -> {
				replica.hold(key);
				replica.write(key, nextTag());
			}
		}
	}

	private String nextTag() {
		return "w-" + this.tags++;
	}

	private void disturb() {
		Node node = this.nodes[this.random.nextInt(this.nodes.length)];
		switch (this.random.nextInt(6)) {
			case 0 -> node.pause(Duration.ofMillis(this.random.nextInt(30_000)));
			case 1 -> node.restart(Duration.ofMillis(this.random.nextInt(20_000)));
			default -> this.trouble.strike(node.log);
		}
	}

	private SimulatedReplica open(SharedLog log) {
		return new SimulatedReplica(this.truth, this.history, this.outcomes,
				(key) -> this.store.partition().isForgotten(key), log, new SharedLogSettings(Duration.ofSeconds(10),
						Duration.ofSeconds(2), Duration.ofSeconds(10), () -> "id-" + this.ids++));
	}

	/** One node, again and again. */
	private final class Node {

		private SimulatedProcess process = new SimulatedProcess(SharedJournalSimulation.this.time);

		private SimulatedLog log;

		private @Nullable SimulatedReplica replica;

		Node() {
			this.log = new SimulatedLog(List.of(SharedJournalSimulation.this.store), this.process,
					StoreFaults.any(SharedJournalSimulation.this.random.split()));
		}

		SimulatedReplica replica() {
			return Objects.requireNonNull(this.replica);
		}

		void start() {
			if (!SharedJournalSimulation.this.store.isReachable()) {
				SharedJournalSimulation.this.time.after(Duration.ofMillis(100), this::start);
				return;
			}
			SharedLog seen = SharedJournalSimulation.this.mistake.apply(this.log);
			this.replica = this.log.promptly(() -> SharedJournalSimulation.this.open(seen));
		}

		void pause(Duration span) {
			if (!this.process.isPaused()) {
				this.process.pause();
				SharedJournalSimulation.this.time.after(span, this.process::resume);
			}
		}

		void restart(Duration down) {
			if (this.replica == null || this.process.isPaused()) {
				return;
			}
			this.log.cut();
			this.process.kill();
			this.replica = null;
			this.process = new SimulatedProcess(SharedJournalSimulation.this.time);
			this.log = new SimulatedLog(List.of(SharedJournalSimulation.this.store), this.process,
					StoreFaults.any(SharedJournalSimulation.this.random.split()));
			SharedJournalSimulation.this.time.after(down, this::start);
		}

		void heal() {
			this.log.heal();
			this.process.resume();
		}

	}

}
