// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.sodp.internal.Occasions;
import dev.sodp.transport.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that a limit of the server is reached. Of each kind at most one line a minute,
 * since clients can cause such refusals as fast as they can send.
 */
final class LimitWarnings {

	private static final Logger log = LoggerFactory.getLogger(LimitWarnings.class);

	private final Occasions memory;

	private final Occasions sessions;

	private final Occasions requests;

	private final Occasions tokens;

	LimitWarnings(LongSupplier nanoTime) {
		this.memory = new Occasions(nanoTime);
		this.sessions = new Occasions(nanoTime);
		this.requests = new Occasions(nanoTime);
		this.tokens = new Occasions(nanoTime);
	}

	/**
	 * A write or WATCH was refused with 507.
	 * @param reason why
	 * @param afterStep runs what logs, as the state is locked
	 */
	void full(String reason, Consumer<Runnable> afterStep) {
		long unlogged = this.memory.next();
		if (unlogged >= 0) {
			afterStep
				.accept(() -> log.warn(
						"Refusing what would add to the state: {}. Delete keys, or raise sodp.server.max-total-size or"
								+ " sodp.server.max-keys. {} refusals before this one were not logged",
						reason, unlogged));
		}
	}

	/**
	 * A socket was closed because there are enough sessions.
	 * @param peer whose socket
	 * @param reason why
	 */
	void refused(Peer peer, String reason) {
		long unlogged = this.sessions.next();
		if (unlogged >= 0) {
			log.warn("Refused a session of {}: {}. If they are wanted, raise sodp.server.max-sessions,"
					+ " sodp.server.max-sessions-per-address or sodp.server.max-sessions-per-subject. {} refusals before this one were not logged",
					peer.address(), reason, unlogged);
		}
	}

	/**
	 * A session has reached a limit.
	 * @param session the session
	 * @param reason which one
	 */
	void limited(Object session, String reason) {
		long unlogged = this.requests.next();
		if (unlogged >= 0) {
			log.warn("Refused a request of {}: {}. {} refusals before this one were not logged", session, reason,
					unlogged);
		}
	}

	/**
	 * The token of a session was refused.
	 * @param session the session
	 * @param reason why
	 */
	void unauthenticated(Object session, String reason) {
		long unlogged = this.tokens.next();
		if (unlogged >= 0) {
			log.info("Refused the token of {}: {}. {} refusals before this one were not logged", session, reason,
					unlogged);
		}
	}

}
