// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpServer;
import dev.sodp.server.engine.SimulatedServer;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.server.journal.shared.SharedLogJournal;
import dev.sodp.server.journal.shared.SharedLogSettings;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;

/** A node of a simulated cluster: started, paused, killed, and started again. */
final class SimulatedNode {

	private static final Duration RETRY = Duration.ofMillis(100);

	private static final Duration DRAIN_TIME = Duration.ofSeconds(10);

	private final Kind kind;

	private final SplittableRandom random;

	private SimulatedProcess process;

	private SimulatedLog log;

	private @Nullable SimulatedServer server;

	SimulatedNode(Kind kind, SplittableRandom random) {
		this.kind = kind;
		this.random = random;
		this.process = new SimulatedProcess(kind.time());
		this.log = newLog();
	}

	private SimulatedLog newLog() {
		return new SimulatedLog(this.kind.stores(), this.process, StoreFaults.any(this.random.split()));
	}

	/** Starts it as soon as its log can be reached. */
	void start() {
		if (!this.kind.stores().stream().allMatch(SimulatedStore::isReachable)) {
			this.kind.time().after(RETRY, this::start);
			return;
		}
		SharedLog seen = this.kind.mistake().apply(this.log);
		this.server = this.log.promptly(() -> newServer(seen));
	}

	private SimulatedServer newServer(SharedLog seen) {
		SharedLogSettings settings = new SharedLogSettings(Duration.ofSeconds(10), Duration.ofSeconds(2),
				Duration.ofSeconds(10), this.kind.ids());
		return new SimulatedServer(this.process, "unused", new SharedLogJournal(seen, settings),
				SodpServer.builder()
					.backpressureLimit(this.kind.backpressureLimit())
					.accessPolicy(this.kind.access())
					.drainTime(DRAIN_TIME),
				Duration.ZERO, this::changed);
	}

	private void changed(CommittedChange change) {
		if (change.version() > 0) {
			this.kind.history().check(change.key(), change.version(), change.value());
		}
	}

	/** Does nothing for a while, without knowing. */
	void pause(Duration span) {
		if (this.process.isPaused()) {
			return;
		}
		SimulatedProcess paused = this.process;
		paused.pause();
		this.kind.time().after(span, paused::resume);
	}

	/** Is killed, and started again as another process. */
	void restart(Duration down) {
		if (this.server == null) {
			return;
		}
		this.log.cut();
		this.server.kill();
		this.server = null;
		this.process = new SimulatedProcess(this.kind.time());
		this.log = newLog();
		this.kind.time().after(down, this::start);
	}

	/**
	 * Is stopped as an operator would, so that its sessions leave in groups, and started
	 * again as another process.
	 */
	void drain(Duration down) {
		if (this.server != null) {
			SimulatedServer leaving = this.server;
			leaving.drain(() -> this.kind.time().after(Duration.ZERO, () -> {
				if (this.server == leaving) {
					restart(down);
				}
			}));
		}
	}

	void heal() {
		this.log.heal();
		this.process.resume();
	}

	SimulatedLog log() {
		return this.log;
	}

	SimulatedServer server() {
		return Objects.requireNonNull(this.server, "not started");
	}

	/** The server unless the process is down. */
	Optional<SimulatedServer> running() {
		return Optional.ofNullable(this.server);
	}

	/** The server if clients can connect to it. */
	@Nullable SimulatedPeer accepting() {
		return (this.server != null && !this.process.isPaused() && this.server.isAccepting()) ? this.server : null;
	}

	void checkSound() {
		if (this.server != null) {
			this.server.checkSound();
		}
	}

	/** Checks what it holds against what is true. */
	void checkHeld(ClusterTruth truth) {
		server().contents().forEach((key, here) -> {
			if (!Values.equal(here, truth.value(key))) {
				throw new AssertionError("A node holds " + here + " for " + key + ", the store " + truth.value(key));
			}
		});
	}

	/**
	 * What all nodes have in common.
	 *
	 * @param access who may read what, for all of them
	 * @param mistake what they see of their log
	 * @param ids names of nodes, tags and epochs
	 */
	record Kind(SimulatedTime time, List<SimulatedStore> stores, History history, int backpressureLimit,
			AccessPolicy access, UnaryOperator<SharedLog> mistake, Ids ids) {
	}

	/** Different names for ever. */
	static final class Ids implements Supplier<String> {

		private int given;

		@Override
		public String get() {
			return "id-" + this.given++;
		}

	}

}
