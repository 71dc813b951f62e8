// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.engine.Session.TimerKind;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions, what they are sent, and the ways in which they end.
 *
 * <p>
 * A session that ends stops receiving at once. What it leaves behind, subscriptions and
 * presence, is cleaned up at the end of the engine step ({@link #nextEnded()}), since a
 * session may end in the middle of a fan-out.
 */
final class Sessions {

	/** How long a closing session may take to read what was sent before. */
	private static final Duration LINGER = Duration.ofSeconds(5);

	private final SodpServerOptions options;

	private final ServerClock clock;

	private final Timers timers;

	/** Whether there may be sessions of other nodes, of which others take care. */
	private final boolean shared;

	/**
	 * Identifies this run of the server, to whom the presence of new sessions belongs.
	 */
	private String life;

	private final Set<Session> open = new LinkedHashSet<>();

	private final OpenAddresses addresses = new OpenAddresses();

	/** Of sessions that belong to someone. */
	private final Tally subjects = new Tally();

	private int remote;

	private final Deque<Session> ended = new ArrayDeque<>();

	private final Deque<PresenceOwner> leftBehind = new ArrayDeque<>();

	private long count;

	private long evictions;

	Sessions(SodpServerOptions options, ServerClock clock, Timers timers, String life, boolean shared) {
		this.shared = shared;
		this.life = life;
		this.options = options;
		this.clock = clock;
		this.timers = timers;
	}

	void life(String newLife) {
		this.life = newLife;
	}

	Session create(Peer peer, @Nullable SodpIdentity identity) {
		Session session = new Session(++this.count, this.life, peer, identity, this.options, this.clock);
		this.open.add(session);
		if (!peer.trusted()) {
			this.remote++;
			this.addresses.add(peer);
		}
		if (identity != null) {
			this.subjects.add(identity.subject());
		}
		return session;
	}

	/**
	 * Why there is no room for another session. Trusted peers, of which the application
	 * has a few itself, always have room.
	 * @param peer the peer
	 * @param identity who it is, or null if that is not known
	 * @return the reason, or empty if there is room
	 */
	Optional<String> refusal(Peer peer, @Nullable SodpIdentity identity) {
		if (peer.trusted()) {
			return Optional.empty();
		}
		if (this.remote >= this.options.maxSessions()) {
			return Optional.of("There are " + this.options.maxSessions() + " sessions already");
		}
		int perAddress = this.options.maxSessionsPerAddress();
		if (perAddress > 0 && this.addresses.count(peer) >= perAddress) {
			return Optional.of("There are " + perAddress + " sessions of this address already");
		}
		return (identity != null) ? refusal(identity) : Optional.empty();
	}

	private Optional<String> refusal(SodpIdentity identity) {
		int perSubject = this.options.maxSessionsPerSubject();
		return (perSubject > 0 && this.subjects.count(identity.subject()) >= perSubject)
				? Optional.of("There are " + perSubject + " sessions of this subject already") : Optional.empty();
	}

	/**
	 * A client has authenticated.
	 * @param session its session
	 * @param identity who it is
	 * @return false if there is no room for it, so that the session has been ended
	 */
	boolean identified(Session session, SodpIdentity identity) {
		Optional<String> refusal = refusal(identity);
		if (refusal.isPresent()) {
			session.port().turnedAway(refusal.get());
			refuse(session, ErrorCode.RATE_LIMITED, CloseCode.FULL, refusal.get());
			return false;
		}
		this.subjects.add(identity.subject());
		session.identity(identity);
		return true;
	}

	int size() {
		return this.open.size();
	}

	/** Sessions opened so far. */
	long opened() {
		return this.count;
	}

	/** Sessions closed so far for reading too slowly. */
	long evictions() {
		return this.evictions;
	}

	List<Session> all() {
		return new ArrayList<>(this.open);
	}

	/** Whether there are sessions of peers that are not trusted. */
	boolean hasRemote() {
		return this.remote > 0;
	}

	/** The sessions of peers that are not trusted, the oldest first. */
	List<Session> remote() {
		return this.open.stream().filter((session) -> !session.peer().trusted()).toList();
	}

	/**
	 * Finds a session.
	 * @param id its number
	 * @return the session if it is open
	 */
	Optional<Session> find(long id) {
		return this.open.stream().filter((session) -> session.id() == id).findAny();
	}

	/**
	 * Finds a session.
	 * @param owner to whom its presence belongs
	 * @return the session if it is open
	 */
	Optional<Session> find(PresenceOwner owner) {
		return this.open.stream().filter((session) -> session.owner().equals(owner)).findAny();
	}

	void send(Session session, Frame frame) {
		if (session.isEnded()) {
			return;
		}
		if (session.outbox().add(new OutboxItem.Single(frame))) {
			session.port().writable();
		}
		else {
			this.evictions++;
			session.port().unread(session.outbox().size());
			disconnect(session, CloseCode.TOO_SLOW, "Too many answers are waiting for this client");
		}
	}

	void sendError(Session session, long stream, int code, String message) {
		send(session, new Frame.Error(stream, session.nextSeq(), code, message));
	}

	/**
	 * Sends the client an ERROR and closes.
	 * @param session the session
	 * @param errorCode code of the ERROR
	 * @param closeCode WebSocket close code
	 * @param message text of both
	 */
	void refuse(Session session, int errorCode, int closeCode, String message) {
		sendError(session, Frame.CONTROL_STREAM, errorCode, message);
		close(session, closeCode, message);
	}

	/**
	 * Closes a session after what was sent before.
	 * @param session the session
	 * @param code WebSocket close code
	 * @param reason text for the peer
	 */
	void close(Session session, int code, String reason) {
		if (session.isEnded()) {
			return;
		}
		session.outbox().finish(new OutboxItem.Close(code, reason));
		session.port().writable();
		end(session);
		schedule(session, TimerKind.LINGER, LINGER.toNanos(), () -> {
			session.outbox().discard();
			session.port().disconnect(code, CloseCode.reason(reason));
		});
	}

	/**
	 * Closes a session now.
	 * @param session the session
	 * @param code WebSocket close code
	 * @param reason text for the peer
	 */
	void disconnect(Session session, int code, String reason) {
		if (session.isEnded()) {
			return;
		}
		session.outbox().discard();
		session.port().disconnect(code, reason);
		end(session);
	}

	void evict(Session session, String key) {
		if (!session.isEnded()) {
			this.evictions++;
			session.port().evicted(key);
			disconnect(session, CloseCode.TOO_SLOW, "Too many deltas are waiting for this client");
		}
	}

	/**
	 * The socket is gone.
	 * @param session the session
	 */
	void lost(Session session) {
		session.outbox().discard();
		end(session);
		cancelTimers(session);
	}

	/** Whether there is a session that has ended and must be cleaned up. */
	boolean hasEnded() {
		return !this.ended.isEmpty();
	}

	/**
	 * Presence belongs to a session that may have ended, and been cleaned up, before.
	 * @param owner the session
	 */
	void present(PresenceOwner owner) {
		boolean ours = !this.shared || owner.life().equals(this.life);
		if (ours && this.open.stream().noneMatch((session) -> session.owner().equals(owner))) {
			this.leftBehind.add(owner);
		}
	}

	/**
	 * The next session that has ended and is still present somewhere.
	 * @return null if there is none
	 */
	@Nullable PresenceOwner nextLeftBehind() {
		return this.leftBehind.poll();
	}

	/**
	 * The next session that has ended and must be cleaned up.
	 * @return null if there is none
	 */
	@Nullable Session nextEnded() {
		return this.ended.poll();
	}

	void schedule(Session session, TimerKind kind, long delay, Runnable task) {
		cancel(session, kind);
		session.timers().put(kind, this.timers.schedule(this.clock.nanos() + delay, () -> {
			session.timers().remove(kind);
			task.run();
		}));
	}

	void cancel(Session session, TimerKind kind) {
		Timers.Timer timer = session.timers().remove(kind);
		if (timer != null) {
			this.timers.cancel(timer);
		}
	}

	private void end(Session session) {
		if (!session.isEnded()) {
			session.phase(Session.Phase.ENDED);
			cancelTimers(session);
			this.open.remove(session);
			if (!session.peer().trusted()) {
				this.remote--;
				this.addresses.remove(session.peer());
			}
			SodpIdentity identity = session.identity();
			if (identity != null) {
				this.subjects.remove(identity.subject());
			}
			this.ended.add(session);
		}
	}

	private void cancelTimers(Session session) {
		session.timers().values().forEach(this.timers::cancel);
		session.timers().clear();
	}

}
