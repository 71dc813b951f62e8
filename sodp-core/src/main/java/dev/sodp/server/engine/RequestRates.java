// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServerOptions;

/**
 * How many requests of a session are accepted in a second (protocol section 2). Used by
 * the session's reader only, before anything else is done about a request.
 */
final class RequestRates {

	private final RateLimiter calls;

	private final RateLimiter watches;

	RequestRates(SodpServerOptions options, long now) {
		this.calls = new RateLimiter(options.writesPerSecond(), now);
		this.watches = new RateLimiter(options.watchesPerSecond(), now);
	}

	/**
	 * Counts a frame.
	 * @param frame a frame that has not been counted
	 * @param now nanoseconds
	 * @return false if it is a request beyond the rate
	 */
	boolean admits(Frame frame, long now) {
		if (frame instanceof Frame.Call) {
			return this.calls.tryAcquire(now);
		}
		return !(frame instanceof Frame.Watch || frame instanceof Frame.Resume) || this.watches.tryAcquire(now);
	}

}
