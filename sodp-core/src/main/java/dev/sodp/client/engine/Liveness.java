// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;

import dev.sodp.client.engine.Deadlines.Timer;

/**
 * Notices a dead link (protocol section 2): after one interval without any sign of life
 * it pings, after two the link is dead. Relies on WebSocket pings only, because not every
 * server answers a client's HEARTBEAT.
 */
final class Liveness {

	private final ClientHost host;

	private final Deadlines deadlines;

	private final long interval;

	private long heardAt;

	private boolean pinged;

	Liveness(ClientHost host, Deadlines deadlines, Duration interval) {
		this.host = host;
		this.deadlines = deadlines;
		this.interval = interval.toNanos();
	}

	void begin() {
		heard();
		this.deadlines.set(Timer.LIVENESS, this.heardAt + this.interval);
	}

	/** Something arrived, whatever it was. */
	void heard() {
		this.heardAt = this.host.nanoTime();
		this.pinged = false;
	}

	/** Pings if it is time to; false if the link is dead. */
	boolean check() {
		long silence = this.host.nanoTime() - this.heardAt;
		if (silence >= 2 * this.interval) {
			return false;
		}
		if (silence >= this.interval && !this.pinged) {
			this.pinged = true;
			this.host.ping();
		}
		this.deadlines.set(Timer.LIVENESS, this.heardAt + (this.pinged ? 2 : 1) * this.interval);
		return true;
	}

}
