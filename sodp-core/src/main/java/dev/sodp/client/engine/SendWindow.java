// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a kind of frame within a limit per second. The server counts in fixed windows
 * that start at a time unknown to the client, so no more than that are sent in any period
 * of 1.1 seconds; the extra tenth covers frames that bunch up on the way.
 */
final class SendWindow {

	private static final long SPAN = TimeUnit.MILLISECONDS.toNanos(1100);

	/** Limits beyond this are not reached by one session and cost no bookkeeping. */
	private static final int UNLIMITED = 65_536;

	/** When the last sends happened, as a ring; empty without a limit. */
	private final long[] sentAt;

	private int next;

	private int used;

	SendWindow(OptionalInt limit) {
		this.sentAt = (limit.isPresent() && limit.getAsInt() < UNLIMITED) ? new long[limit.getAsInt()] : new long[0];
	}

	boolean isLimited() {
		return this.sentAt.length > 0;
	}

	/** How many frames may be sent now. */
	int available(long now) {
		if (!isLimited()) {
			return Integer.MAX_VALUE;
		}
		while (this.used > 0 && this.sentAt[oldest()] + SPAN <= now) {
			this.used--;
		}
		return this.sentAt.length - this.used;
	}

	void sent(long now) {
		if (isLimited()) {
			this.sentAt[this.next] = now;
			this.next = (this.next + 1) % this.sentAt.length;
			this.used = Math.min(this.used + 1, this.sentAt.length);
		}
	}

	/** When the next frame may be sent, once none is available. */
	long opensAt() {
		return this.sentAt[oldest()] + SPAN;
	}

	private int oldest() {
		return Math.floorMod(this.next - this.used, this.sentAt.length);
	}

}
