// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.StoredChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A simulation that finds nothing proves nothing unless it would find something: each
 * test leaves out one precaution of the nodes of a cluster, by what they see of their
 * log, and counts the seeds until it is noticed.
 */
class ClusterSimulationFindsBugsTests {

	private static final int MAX_SEEDS = 1_000;

	@Test
	void aWriteThatDoesNotCheckWhatItBuildsOnIsNoticed() {
		assertThat(firstSeedToFail((connection) -> new MistakenLog.Connection(connection) {
			@Override
			public CompletionStage<BatchAnswer> propose(ProposedBatch batch) {
				return positions(List.of(batch.key()))
					.thenCompose((positions) -> super.propose(new ProposedBatch(batch.node(), batch.key(),
							positions.get(0), batch.changes(), batch.exists(), batch.snapshot())));
			}
		}, "A node holds")).isLessThan(MAX_SEEDS);
	}

	@Test
	void aRepeatedWriteThatIsNotKnownByItsTagIsNoticed() {
		assertThat(firstSeedToFail((connection) -> new MistakenLog.Connection(connection) {
			@Override
			public CompletionStage<BatchAnswer> propose(ProposedBatch batch) {
				return super.propose(batch).thenApply((answer) -> withoutTagsOf(batch, answer));
			}
		}, "was applied 2 times")).isLessThan(MAX_SEEDS);
	}

	private static BatchAnswer withoutTagsOf(ProposedBatch batch, BatchAnswer answer) {
		if (!(answer instanceof BatchAnswer.Conflict conflict)) {
			return answer;
		}
		List<String> own = batch.changes().stream().map(ProposedChange::tag).toList();
		return new BatchAnswer.Conflict(conflict.newer()
			.stream()
			.map((change) -> own.contains(change.position().tag())
					? new StoredChange(new Position(change.position().number(), "unknown"), change.change()) : change)
			.toList());
	}

	@Test
	void aHistoryThatIsNotCheckedIsNoticed() {
		assertThat(firstSeedToFail((connection) -> new MistakenLog.Connection(connection) {
			@Override
			public String life() {
				return "always the same";
			}
		}, "A callback of", "A node holds", "the store holds")).isLessThan(MAX_SEEDS);
	}

	@Test
	void aNodeThatDoesNotKnowThatItIsTakenForDeadIsNoticed() {
		assertThat(firstSeedToFail((connection) -> {
			connection.join(new JoinRequest("immortal", Duration.ofDays(1), 0, "the first"));
			return new MistakenLog.Connection(connection) {
				@Override
				public CompletionStage<Joined> join(JoinRequest request) {
					return super.join(request).thenApply((joined) -> new Joined(true, joined.epoch(), joined.last(),
							joined.lastTag(), joined.gaps()));
				}

				@Override
				public CompletionStage<Renewal> renew(String node, Duration lease) {
					return super.renew(node, lease)
						.thenApply((renewal) -> new Renewal(true, renewal.nodes(), renewal.dead()));
				}

				@Override
				public CompletionStage<BatchAnswer> propose(ProposedBatch batch) {
					return super.propose(new ProposedBatch("immortal", batch.key(), batch.expected(), batch.changes(),
							batch.exists(), batch.snapshot()));
				}
			};
		}, "are present, owned by", "Presence outlived")).isLessThan(MAX_SEEDS);
	}

	@Test
	void aSessionThatDoesNotWaitForWhatOthersKnowIsNoticed() {
		assertThat(firstSeedToFail((connection) -> new MistakenLog.Connection(connection) {
			@Override
			public CompletionStage<Long> last() {
				return CompletableFuture.completedFuture(0L);
			}
		}, "A callback of")).isLessThan(MAX_SEEDS);
	}

	/** The first seed that fails in one of the ways that show the mistake. */
	private static long firstSeedToFail(UnaryOperator<LogConnection> mistake, String... failures) {
		for (long seed = 0; seed < MAX_SEEDS; seed++) {
			try {
				new ClusterSimulation(seed, (log) -> new MistakenLog(log, mistake)).run();
			}
			catch (AssertionError | RuntimeException ex) {
				for (String failure : failures) {
					if (String.valueOf(ex.getMessage()).contains(failure)) {
						return seed;
					}
				}
			}
		}
		return MAX_SEEDS;
	}

}
