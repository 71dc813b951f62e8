// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.concurrent.atomic.LongAdder;

import dev.sodp.client.ClientStatistics;

/**
 * What a client counts. The plain fields belong to the engine and are accessed under its
 * lock; those that other threads count are adders.
 */
public final class ClientCounters {

	long attempts;

	long sessions;

	long resumed;

	long snapshots;

	long resyncs;

	long deltasApplied;

	long deltasDuplicate;

	long deltasRejected;

	long callsApplied;

	long callsRejected;

	long callsNotSent;

	long callsUnknown;

	long framesIn;

	long framesOut;

	long bytesIn;

	long bytesOut;

	long deltaBytes;

	long fullValueBytes;

	public final LongAdder errors = new LongAdder();

	public void received(int bytes) {
		this.framesIn++;
		this.bytesIn += bytes;
	}

	public void sent(int bytes) {
		this.framesOut++;
		this.bytesOut += bytes;
	}

	ClientStatistics snapshot(ClientStatistics.Deliveries deliveries, ClientStatistics.Queues queues) {
		return new ClientStatistics(new ClientStatistics.Connections(this.attempts, this.sessions),
				new ClientStatistics.Restores(this.resumed, this.snapshots, this.resyncs),
				new ClientStatistics.Deltas(this.deltasApplied, this.deltasDuplicate, this.deltasRejected),
				new ClientStatistics.Writes(this.callsApplied, this.callsRejected, this.callsNotSent,
						this.callsUnknown),
				deliveries, queues, new ClientStatistics.Traffic(this.framesIn, this.framesOut, this.bytesIn,
						this.bytesOut, this.deltaBytes, this.fullValueBytes),
				this.errors.sum());
	}

}
