// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.server.SodpIdentity;

/**
 * An HTTP session together with the SODP sessions whose upgrades belonged to it.
 */
final class HttpLogin {

	/** Of the HTTP session; changes when its user logs in again. */
	volatile String id;

	/** Compared by reference. Guarded by the lock of {@link HttpLogins}. */
	final Set<SodpIdentity> identities = Collections.newSetFromMap(new IdentityHashMap<>());

	/** Whether a touch is under way. */
	final AtomicBoolean touching = new AtomicBoolean();

	volatile boolean ended;

	private final HttpSessionState state;

	/** When the HTTP session was last used, as far as is known here. */
	private volatile long usedNanos;

	private volatile long writtenNanos;

	/** Whether there was a write since the last touch. */
	private volatile boolean written;

	HttpLogin(String id, HttpSessionState state) {
		this.id = id;
		this.state = state;
		used();
	}

	HttpSessionState state() {
		return this.state;
	}

	/** The HTTP session has been used. */
	void used() {
		this.usedNanos = System.nanoTime();
	}

	void wrote() {
		this.writtenNanos = System.nanoTime();
		this.written = true;
	}

	boolean hasWritten() {
		return this.written;
	}

	Duration sinceUsed() {
		return Duration.ofNanos(System.nanoTime() - this.usedNanos);
	}

	boolean isAlive(String checkedId) {
		return this.state.isAlive(checkedId, sinceUsed());
	}

	/** Has the HTTP session go on for as long as if the last write had been a request. */
	void touch() {
		this.written = false;
		long write = this.writtenNanos;
		this.state.touch(this.id);
		this.usedNanos = Math.max(this.usedNanos, write);
	}

}
