// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A process of a simulation: can be paused, so that everything that happens to it waits,
 * and killed.
 */
public final class SimulatedProcess {

	private final SimulatedTime time;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private boolean paused;

	private boolean dead;

	public SimulatedProcess(SimulatedTime time) {
		this.time = time;
	}

	public long nanos() {
		return this.time.nanos();
	}

	public Instant instant() {
		return this.time.instant();
	}

	public void at(long moment, Runnable action) {
		this.time.at(moment, () -> run(action));
	}

	public void after(Duration delay, Runnable action) {
		this.time.after(delay, () -> run(action));
	}

	/** Something happens to the process. */
	public void run(Runnable action) {
		if (this.paused) {
			this.waiting.add(action);
		}
		else if (!this.dead) {
			action.run();
		}
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		while (!this.paused && !this.waiting.isEmpty()) {
			run(this.waiting.remove());
		}
	}

	public void kill() {
		this.dead = true;
		this.waiting.clear();
	}

	boolean isPaused() {
		return this.paused;
	}

	public boolean isDead() {
		return this.dead;
	}

}
