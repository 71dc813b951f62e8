// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Set;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one message of a session, outside the engine: whether it is
 * within the session's rate, and then what the access policy said. The latter counts as
 * long as the session's identity and the policy's answers are the same.
 *
 * @param identity about whom it was asked
 * @param edition of the policy's answers
 * @param deniedKeys keys that the session may not read, or not write if it is a CALL
 * @param methodDenied whether the session may not call the method
 * @param failure why the policy did not answer; what it was asked is denied
 */
public record Verdict(@Nullable SodpIdentity identity, long edition, Set<String> deniedKeys, boolean methodDenied,
		@Nullable Throwable failure) {

	/** Of messages that everyone may send, and of sessions that may do everything. */
	static final Verdict UNCONDITIONAL = new Verdict(null, -2, Set.of(), false, null);

	/**
	 * Of messages of sessions that are not live, which were not counted and for which
	 * nothing was asked.
	 */
	static final Verdict PREMATURE = new Verdict(null, -1, Set.of(), false, null);

	/** Of messages beyond the rate of their session, for which nothing was asked. */
	static final Verdict LIMITED = new Verdict(null, -3, Set.of(), false, null);

	boolean isLimited() {
		return equals(LIMITED);
	}

	boolean denies(String key) {
		return this.deniedKeys.contains(key);
	}

}
