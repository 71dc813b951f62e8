// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Limits what requests that anyone can send add to the log: one line a minute, of a size
 * and layout that the request does not choose.
 */
final class OncePerMinute {

	private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int LONGEST_TEXT = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final LongSupplier nanoClock;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean logged;

	private long lastNanos;

	private long unlogged;

	OncePerMinute(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	/**
	 * Asks for a line.
	 * @return how many lines before this one were refused, or empty if this one is
	 */
	OptionalLong next() {
		this.lock.lock();
		try {
			long now = this.nanoClock.getAsLong();
			if (this.logged && now - this.lastNanos < INTERVAL_NANOS) {
				this.unlogged++;
				return OptionalLong.empty();
			}
			long before = this.unlogged;
			this.unlogged = 0;
			this.logged = true;
			this.lastNanos = now;
			return OptionalLong.of(before);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The log must not take its layout or its size from a request. */
	static String readable(String text) {
		String printable = CONTROL.matcher(text).replaceAll("?");
		return (printable.length() <= LONGEST_TEXT) ? printable : printable.substring(0, LONGEST_TEXT) + "…";
	}

}
