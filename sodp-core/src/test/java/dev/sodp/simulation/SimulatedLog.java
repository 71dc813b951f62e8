// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.LogException;
import dev.sodp.server.journal.shared.SharedLog;

/**
 * What a node of a simulated cluster knows of its {@link SimulatedStore}s, over
 * connections that are slow and break.
 */
final class SimulatedLog implements SharedLog {

	private final List<SimulatedStore> stores;

	private final SimulatedProcess process;

	private final StoreFaults faults;

	private final Set<SimulatedLogConnection> connections = new LinkedHashSet<>();

	/** Whether everything is answered at once. */
	private boolean prompt;

	SimulatedLog(List<SimulatedStore> stores, SimulatedProcess process, StoreFaults faults) {
		this.stores = stores;
		this.process = process;
		this.faults = faults;
	}

	@Override
	public int partitions() {
		return this.stores.size();
	}

	@Override
	public CompletionStage<LogConnection> connect(int partition) {
		SimulatedStore store = this.stores.get(partition);
		if (this.prompt) {
			return CompletableFuture.completedFuture(open(store));
		}
		CompletableFuture<LogConnection> result = new CompletableFuture<>();
		store.time().after(this.faults.latency(), () -> {
			if (!store.isReachable() || this.faults.refuses()) {
				this.process
					.after(this.faults.lag(),
							() -> result.completeExceptionally(new LogException(
									new JournalFailure(ErrorCode.UNAVAILABLE, "The log cannot be reached", null),
									false)));
				return;
			}
			LogConnection connection = open(store);
			this.process.after(this.faults.latency(), () -> result.complete(connection));
		});
		return result;
	}

	private SimulatedLogConnection open(SimulatedStore store) {
		SimulatedLogConnection connection = new SimulatedLogConnection(store, this.process, this.faults,
				() -> this.prompt, this.connections::remove);
		this.connections.add(connection);
		store.opened(connection);
		return connection;
	}

	/**
	 * Answers what is asked by something that waits for the answer, which it could not
	 * get otherwise, as time passes between events only.
	 */
	<T> T promptly(Supplier<T> action) {
		this.prompt = true;
		try {
			return action.get();
		}
		finally {
			this.prompt = false;
		}
	}

	@Override
	public long nanos() {
		return this.process.nanos();
	}

	@Override
	public void after(Duration delay, Runnable task) {
		this.process.after(delay, task);
	}

	/** The connections break. */
	void cut() {
		List.copyOf(this.connections).forEach(SimulatedLogConnection::cut);
	}

	/** Nothing passes for a while, in either direction. */
	void stall(Duration span) {
		this.connections.forEach((connection) -> connection.stall(span));
	}

	/** No connection can be made for a while. */
	void refuse(Duration span) {
		this.faults.refuse(true);
		this.process.after(span, () -> this.faults.refuse(false));
	}

	void heal() {
		this.faults.heal();
	}

	@Override
	public void close() {
		List.copyOf(this.connections).forEach(SimulatedLogConnection::close);
	}

}
