// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.engine.Computation;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an update, whose function runs on the thread that waits for it: the
 * application's own function may take long, and must not take a thread that others need.
 */
final class UpdateResult extends HostResult {

	private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();

	/** Guarded by the lock of the state. */
	private boolean abandoned;

	@Override
	public boolean compute(Computation computation) {
		return !this.abandoned && this.turns.add(new Turn(computation));
	}

	/**
	 * Its caller has given up, so that others have to compute from now on. Called in a
	 * step.
	 * @return what the caller was still to compute
	 */
	List<Computation> abandon() {
		this.abandoned = true;
		List<Computation> left = new ArrayList<>();
		for (Turn turn = this.turns.poll(); turn != null; turn = this.turns.poll()) {
			if (turn.computation() != null) {
				left.add(turn.computation());
			}
		}
		return left;
	}

	@Override
	public void succeeded(long version) {
		super.succeeded(version);
		this.turns.add(Turn.OVER);
	}

	@Override
	public void failed(RuntimeException failure) {
		super.failed(failure);
		this.turns.add(Turn.OVER);
	}

	/**
	 * Waits for something to do.
	 * @param nanos how long
	 * @return what to do, null if it took too long
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Turn next(long nanos) throws InterruptedException {
		return this.turns.poll(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * What the caller has to do.
	 *
	 * @param computation to be computed, null once the answer is there
	 */
	record Turn(@Nullable Computation computation) {

		static final Turn OVER = new Turn(null);

	}

}
