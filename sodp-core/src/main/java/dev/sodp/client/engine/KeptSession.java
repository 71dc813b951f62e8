// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.client.engine.Deadlines.Timer;

/**
 * The session before a hand-over, kept open until what this client is present with
 * belongs to the next one, so that others do not see it leave and return (protocol
 * section 6). Nothing is sent in it any more, and what it still receives is ignored.
 */
final class KeptSession {

	private final ClientHost host;

	private final Deadlines deadlines;

	private boolean kept;

	KeptSession(ClientHost host, Deadlines deadlines) {
		this.host = host;
		this.deadlines = deadlines;
	}

	boolean isKept() {
		return this.kept;
	}

	/** Keeps the current link while another one is opened. */
	void keep() {
		this.kept = true;
		this.host.keepLink();
	}

	/** The next session is live. */
	void keepFor(long nanos) {
		if (this.kept) {
			this.deadlines.set(Timer.KEPT_SESSION, this.host.nanoTime() + nanos);
		}
	}

	void end() {
		if (this.kept) {
			this.kept = false;
			this.deadlines.clear(Timer.KEPT_SESSION);
			this.host.closeKeptLink();
		}
	}

}
