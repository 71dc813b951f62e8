// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.server.journal.shared.SharedLogContract;

/**
 * The log of the simulation promises what every log does, so that what the simulation
 * shows holds for them.
 */
class SimulatedLogTests extends SharedLogContract {

	private static final Duration STEP = Duration.ofMillis(10);

	private static final Duration DEADLINE = Duration.ofMinutes(1);

	private final SimulatedTime time = new SimulatedTime();

	private final SimulatedStore store = new SimulatedStore(this.time, SimulatedLimits.GENEROUS, new Forgetful());

	@Override
	protected SharedLog open() {
		return new SimulatedLog(List.of(this.store), new SimulatedProcess(this.time), StoreFaults.none());
	}

	@Override
	protected void elapse(Duration span) {
		this.time.run(span, () -> {
		});
	}

	@Override
	protected void until(Callable<Boolean> condition) {
		long deadline = this.time.nanos() + DEADLINE.toNanos();
		try {
			while (!condition.call()) {
				if (this.time.nanos() > deadline) {
					throw new AssertionError("Nothing happens any more");
				}
				elapse(STEP);
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	protected <T> T await(CompletionStage<T> stage) {
		CompletableFuture<T> future = stage.toCompletableFuture();
		until(future::isDone);
		return super.await(future);
	}

	private static final class Forgetful implements SimulatedStore.Recorder {

		@Override
		public void stored(ProposedBatch batch, long first) {
		}

		@Override
		public void cut(SimulatedPartition kept) {
		}

	}

}
