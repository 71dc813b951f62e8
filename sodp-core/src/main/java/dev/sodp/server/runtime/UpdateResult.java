// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.engine.Computation;

/**
 * The answer to an update, whose function runs on the thread that waits for it: the
 * application's own function may take long, and must not take a thread that others need.
 */
final class UpdateResult extends HostResult {

	/** What the caller has to compute next; empty once the answer is there. */
	private final BlockingQueue<Optional<Computation>> turns = new LinkedBlockingQueue<>();

	@Override
	public boolean compute(Computation computation) {
		return this.turns.add(Optional.of(computation));
	}

	@Override
	public void succeeded(long version) {
		super.succeeded(version);
		this.turns.add(Optional.empty());
	}

	@Override
	public void failed(RuntimeException failure) {
		super.failed(failure);
		this.turns.add(Optional.empty());
	}

	/**
	 * Waits for something to do.
	 * @param nanos how long
	 * @return a computation, empty if the answer is there; null if it took too long
	 * @throws InterruptedException if the thread was interrupted
	 */
	@SuppressWarnings("NullAway") // poll returns null after the time
	Optional<Computation> next(long nanos) throws InterruptedException {
		return this.turns.poll(nanos, TimeUnit.NANOSECONDS);
	}

}
