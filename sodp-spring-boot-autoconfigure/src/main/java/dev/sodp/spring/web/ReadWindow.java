// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * How much of what was sent to a peer it may not have read yet.
 *
 * <p>
 * A container that does not say whether a socket has room leaves one way to know: if no
 * more bytes are out than every socket buffers, there is. A peer reads a ping after
 * everything that was sent before it, so its pong confirms that. The pong has to return a
 * number that cannot be guessed, because a peer that answers what it has not read would
 * make the sender wait for it.
 */
final class ReadWindow {

	/** Less than the smallest send buffer of common systems. */
	private static final long SIZE = 8 * 1024;

	private static final SecureRandom random = new SecureRandom();

	/** Written by the sender only. */
	private long sent;

	/** Whether a frame did not fit. Used by the sender only. */
	private boolean missed;

	/** What had been sent when the last ping was. */
	private volatile long pingedAt;

	private volatile long nonce;

	/** Whether a pong is missing. */
	private volatile boolean pinged;

	private volatile long confirmed;

	boolean admits(int bytes) {
		boolean admitted = this.sent - this.confirmed + bytes <= SIZE;
		this.missed |= !admitted;
		return admitted;
	}

	void add(int bytes) {
		this.sent += bytes;
	}

	/** Whether it is time for a ping, so that the window does not fill. */
	boolean isHalfFull() {
		return !this.pinged && this.sent - this.confirmed > SIZE / 2;
	}

	/** Whether a frame did not fit and no ping has been sent since. */
	boolean isMissed() {
		return this.missed && isHalfFull();
	}

	/**
	 * Starts a ping.
	 * @return its content
	 */
	ByteBuffer nextPing() {
		this.missed = false;
		this.nonce = random.nextLong();
		this.pingedAt = this.sent;
		this.pinged = true;
		return ByteBuffer.allocate(Long.BYTES).putLong(0, this.nonce);
	}

	void confirm(long answer) {
		if (this.pinged && answer == this.nonce) {
			this.confirmed = this.pingedAt;
			this.pinged = false;
		}
	}

}
