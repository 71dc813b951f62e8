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
 * since clients can cause such refusals as fast as they can send, and open sessions to
 * have them ended.
 */
final class LimitWarnings {

	private static final Logger log = LoggerFactory.getLogger(LimitWarnings.class);

	private final Occasions memory;

	private final Occasions sessions;

	private final Occasions requests;

	private final Occasions tokens;

	private final Occasions slow;

	private final Occasions unread;

	private final Occasions oversized;

	private final Occasions disconnected;

	LimitWarnings(LongSupplier nanoTime) {
		this.memory = new Occasions(nanoTime);
		this.sessions = new Occasions(nanoTime);
		this.requests = new Occasions(nanoTime);
		this.tokens = new Occasions(nanoTime);
		this.slow = new Occasions(nanoTime);
		this.unread = new Occasions(nanoTime);
		this.oversized = new Occasions(nanoTime);
		this.disconnected = new Occasions(nanoTime);
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

	/**
	 * A session is ended since it does not keep up with the changes.
	 * @param session the session
	 * @param key the key whose delta did not fit
	 */
	void slow(Object session, String key) {
		warn(this.slow, "Evicting " + session + ": it is too slow, a delta of '" + key + "' was one too many");
	}

	/**
	 * A session is ended since it does not read what it has asked for.
	 * @param session the session
	 * @param answers number of frames that wait for it
	 */
	void unread(Object session, int answers) {
		warn(this.unread,
				"Evicting " + session + ": it sends requests but does not read, " + answers + " answers wait for it");
	}

	/**
	 * A session is ended since it has sent too large a message.
	 * @param session the session
	 * @param bytes size of the message
	 * @param limit the largest size allowed
	 */
	void oversized(Object session, int bytes, int limit) {
		warn(this.oversized, "Ending " + session + ": a message of " + bytes + " bytes exceeds the limit of " + limit);
	}

	private static void warn(Occasions kind, String what) {
		long unlogged = kind.next();
		if (unlogged >= 0) {
			log.warn("{}. {} sessions before this one were logged at level DEBUG", what, unlogged);
		}
		else {
			log.debug("{}", what);
		}
	}

	/**
	 * The socket of a session is closed before everything was sent.
	 * @param session the session
	 * @param code WebSocket close code
	 * @param reason why
	 */
	void disconnecting(Object session, int code, String reason) {
		long unlogged = this.disconnected.next();
		if (unlogged >= 0) {
			log.info("Disconnecting {} with code {}: {}. {} sessions before this one were logged at level DEBUG",
					session, code, reason, unlogged);
		}
		else {
			log.debug("Disconnecting {} with code {}: {}", session, code, reason);
		}
	}

}
