// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Limit;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.engine.MemoryJournal;
import dev.sodp.server.engine.SimulatedServer;
import dev.sodp.server.journal.Journal;

/**
 * Starts the servers of a simulation, one after another, all of a kind.
 *
 * @param rustAdvertises whether a {@link RustPeer} has HELLO capabilities
 * @param watchesPerSecond limit where the kind leaves it open, 0 for none
 * @param writesPerSecond limit where the kind leaves it open, 0 for none
 * @param tokenLifetime zero for servers that ask for no token
 * @param early whether a stored journal confirms changes before they are durable
 * @param access of ours
 */
record PeerFactory(SimulatedTime time, History history, PeerKind kind, boolean rustAdvertises, int watchesPerSecond,
		int writesPerSecond, int backpressureLimit, Duration tokenLifetime, boolean early, AccessPolicy access) {

	private static final int GO_WRITES_PER_SECOND = 100;

	SimulatedPeer start(ScriptedState state, SimulatedDisk disk, String life, SplittableRandom random) {
		return switch (this.kind) {
			case OURS -> startOurs(life, new MemoryJournal(life),
					(change) -> this.history.record(change.key(), change.version(), change.value(), change.ops()));
			case STORED -> startStored(disk, life, random);
			case RUST -> new RustPeer(this.time, this.history, state, this.tokenLifetime, rustCapabilities(),
					this.backpressureLimit);
			case GO -> new GoPeer(this.time, this.history, state, this.tokenLifetime,
					(this.writesPerSecond > 0) ? this.writesPerSecond : GO_WRITES_PER_SECOND, this.backpressureLimit);
			case NODE -> new NodePeer(this.time, this.history, state, this.tokenLifetime);
		};
	}

	private SimulatedServer startStored(SimulatedDisk disk, String life, SplittableRandom random) {
		SimulatedJournal journal = new SimulatedJournal(this.time, random, disk, this.early, (proposal, version) -> {
			if (proposal.changesValue()) {
				this.history.record(proposal.key(), version, proposal.value(), proposal.ops());
			}
		});
		return startOurs(life, journal, (change) -> {
			if (!this.early && disk.version(change.key()) < change.version()) {
				throw new AssertionError(
						"Version " + change.version() + " of " + change.key() + " was told before it was durable");
			}
		});
	}

	private SimulatedServer startOurs(String life, Journal journal, Consumer<CommittedChange> changes) {
		SodpServerBuilder builder = SodpServer.builder()
			.watchesPerSecond(this.watchesPerSecond)
			.writesPerSecond(this.writesPerSecond)
			.backpressureLimit(this.backpressureLimit)
			.accessPolicy(this.access);
		return new SimulatedServer(new SimulatedProcess(this.time), life, journal, builder, this.tokenLifetime,
				changes);
	}

	private Capabilities rustCapabilities() {
		if (!this.rustAdvertises) {
			return Capabilities.NONE;
		}
		return Capabilities.builder()
			.with(Feature.MULTI_WATCH, Feature.PARAMS, Feature.RESUME)
			.limit(Limit.WRITES_PER_SECOND, this.writesPerSecond)
			.limit(Limit.WATCHES_PER_SECOND, this.watchesPerSecond)
			.build();
	}

}
