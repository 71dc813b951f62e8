// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.ProposedBatch;

/**
 * The process that keeps a partition for all nodes of a simulated cluster. It executes
 * one command after another, stops for a while, and restarts without the last of what it
 * had answered.
 */
final class SimulatedStore {

	private final SimulatedTime time;

	private final SimulatedLimits limits;

	private final Recorder recorder;

	private final Set<SimulatedLogConnection> connections = new LinkedHashSet<>();

	/** Commands that wait until it goes on. */
	private final List<Runnable> waiting = new ArrayList<>();

	private SimulatedPartition partition;

	private int lives = 1;

	private boolean up = true;

	private boolean stopped;

	SimulatedStore(SimulatedTime time, SimulatedLimits limits, Recorder recorder) {
		this.time = time;
		this.limits = limits;
		this.recorder = recorder;
		this.partition = new SimulatedPartition(limits);
	}

	boolean isReachable() {
		return this.up && !this.stopped;
	}

	String life() {
		return "store-" + this.lives;
	}

	long nanos() {
		return this.time.nanos();
	}

	SimulatedPartition partition() {
		return this.partition;
	}

	SimulatedTime time() {
		return this.time;
	}

	void opened(SimulatedLogConnection connection) {
		this.connections.add(connection);
	}

	void closed(SimulatedLogConnection connection) {
		this.connections.remove(connection);
	}

	/** Executes a command, as soon as it executes any. */
	void execute(Runnable command) {
		if (this.stopped) {
			this.waiting.add(command);
		}
		else {
			command.run();
		}
	}

	BatchAnswer propose(ProposedBatch batch, boolean confirmed) {
		BatchAnswer answer = this.partition.propose(batch, confirmed, this.time.nanos());
		if (answer instanceof BatchAnswer.Stored stored) {
			this.recorder.stored(batch, stored.first());
			List.copyOf(this.connections).forEach(SimulatedLogConnection::changed);
		}
		return answer;
	}

	/** Executes nothing for a while; what has arrived is executed afterwards. */
	void stop(Duration span) {
		if (!isReachable()) {
			return;
		}
		int life = this.lives;
		this.stopped = true;
		this.time.after(span, () -> {
			if (this.stopped && this.lives == life) {
				proceed();
			}
		});
	}

	private void proceed() {
		this.stopped = false;
		List<Runnable> commands = List.copyOf(this.waiting);
		this.waiting.clear();
		commands.forEach(Runnable::run);
	}

	/** Restarts after a while, with everything. */
	void restart(Duration down) {
		restart(this.partition, down);
	}

	/** Loses soon what it is going to do until then. */
	void loseTail(Duration tail, Duration down) {
		SimulatedPartition kept = this.partition.copy();
		int life = this.lives;
		this.time.after(tail, () -> {
			if (this.lives == life && this.up) {
				restart(kept, down);
			}
		});
	}

	/** Restarts with nothing. */
	void loseAll(Duration down) {
		restart(new SimulatedPartition(this.limits), down);
	}

	private void restart(SimulatedPartition kept, Duration down) {
		if (!this.up) {
			return;
		}
		boolean cut = kept != this.partition;
		this.partition = kept;
		this.lives++;
		this.up = false;
		this.stopped = false;
		this.waiting.clear();
		List.copyOf(this.connections).forEach(SimulatedLogConnection::storeEnded);
		this.connections.clear();
		if (cut) {
			this.recorder.cut(kept);
		}
		this.time.after(down, this::heal);
	}

	/** Is there, and executes commands. */
	void heal() {
		this.up = true;
		if (this.stopped) {
			proceed();
		}
	}

	/** Learns what becomes of the state. */
	interface Recorder {

		/** A batch was stored. */
		void stored(ProposedBatch batch, long first);

		/** Only this is left. */
		void cut(SimulatedPartition kept);

	}

}
