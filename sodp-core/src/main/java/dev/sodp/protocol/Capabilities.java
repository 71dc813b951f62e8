// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * What a server's HELLO advertises (protocol section 2). Everything is optional on the
 * wire; what is missing counts as not offered and not limited.
 *
 * @param rateLimitWrites calls per session and second, or null for no limit
 * @param rateLimitWatches WATCH and RESUME frames per session and second, or null for no
 * limit
 * @param backpressureLimit frames the server queues for a session before it evicts it, or
 * null if unknown
 * @param multiWatch whether one WATCH may name several keys
 * @param params whether subscriptions may carry parameters
 * @param resume whether RESUME is understood
 * @param removeIn whether {@code state.remove_in} is understood
 * @param epoch identifies the server's history; differs after a start without kept state
 */
public record Capabilities(@Nullable Integer rateLimitWrites, @Nullable Integer rateLimitWatches,
		@Nullable Integer backpressureLimit, boolean multiWatch, boolean params, boolean resume, boolean removeIn,
		@Nullable String epoch) {

	/** A server that advertises nothing. */
	public static final Capabilities NONE = new Capabilities(null, null, null, false, false, false, false, null);

	/**
	 * Watches per second, for pacing.
	 * @return empty if the server sets no limit
	 */
	public OptionalInt watchesPerSecond() {
		return limit(this.rateLimitWatches);
	}

	/**
	 * Writes per second, for pacing.
	 * @return empty if the server sets no limit
	 */
	public OptionalInt writesPerSecond() {
		return limit(this.rateLimitWrites);
	}

	private static OptionalInt limit(@Nullable Integer value) {
		return (value == null || value <= 0) ? OptionalInt.empty() : OptionalInt.of(value);
	}

}
