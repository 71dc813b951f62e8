// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The turn at emptying a queue that many threads fill: one thread at a time has it, or a
 * task or stage that will continue later.
 *
 * <p>
 * A producer adds to the queue and {@linkplain #take() takes} the turn if it is free. It
 * must then make sure that the queue is emptied, on any thread. The owner of the turn
 * empties the queue and {@linkplain #retake() retakes} the turn until that fails.
 *
 * <p>
 * No wake-up is lost, because the two look at the queue and at the turn in opposite
 * order. A producer adds first and asks for the turn second; the owner gives it back
 * first and looks at the queue second. All four steps are atomic or volatile, so they
 * have one order for all threads. If the producer finds the turn taken, that was before
 * it was given back, so the look that follows sees what was added. If it finds it free,
 * it has it. Where both ask for it, one of them gets it and sees everything that was
 * added, and the other has nothing left to do.
 */
public final class Turn {

	private final AtomicBoolean taken = new AtomicBoolean();

	private final BooleanSupplier work;

	/**
	 * Creates a turn that is free.
	 * @param work whether there is something to do; sees what other threads have added
	 */
	public Turn(BooleanSupplier work) {
		this.work = work;
	}

	/**
	 * Takes the turn if it is free.
	 * @return true if the caller must make sure that the work is done
	 */
	public boolean take() {
		return this.taken.compareAndSet(false, true);
	}

	/**
	 * Returns whether someone has the turn.
	 * @return false if it is free
	 */
	public boolean isTaken() {
		return this.taken.get();
	}

	/**
	 * Gives the turn back and takes it again if there is more to do.
	 * @return true if the caller has the turn again; false if there is nothing to do or
	 * another has it now
	 */
	public boolean retake() {
		giveBack();
		return this.work.getAsBoolean() && take();
	}

	/**
	 * Gives the turn back whether or not there is more to do, as when an executor refuses
	 * to do it: whoever takes the turn next does it.
	 */
	public void giveBack() {
		this.taken.set(false);
	}

}
