// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.journal.Author;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one client's connection (protocol section 2). Guarded by the lock of the
 * state, except for the outbox, {@link #rates()} and {@link #isWaiting()}.
 */
public final class Session {

	/** The phases of a session. */
	enum Phase {

		/** The client has to send AUTH. */
		AWAITING_AUTH,

		/** The authenticator is verifying the token. */
		VERIFYING,

		/** Everything is allowed. */
		LIVE,

		/** Over; what arrives is ignored. */
		ENDED

	}

	private static final long QUEUE_BYTES_PER_VALUE_BYTE = 4;

	private static final long SMALLEST_QUEUE_BYTES = 16 * 1024 * 1024;

	private final long id;

	private final Peer peer;

	/** Whether the client need not send AUTH, as it is known. */
	private final boolean known;

	private final Instant openedAt;

	private final Outbox outbox;

	/** Used by the reader only. */
	private final RequestRates rates;

	private final Map<String, KeyEntry> subscriptions = new LinkedHashMap<>();

	private @Nullable SessionPrefixes prefixes;

	private final SessionCalls calls = new SessionCalls();

	private final PresenceOwner owner;

	private @Nullable Author author;

	private final Deque<SubscribeRequest> requests = new ArrayDeque<>();

	private final Collection<Subscriptions.LoadingRequest> loading = new ArrayList<>(0);

	private final Map<String, Long> revoked = new LinkedHashMap<>(0);

	private final Deque<Runnable> early = new ArrayDeque<>(0);

	private final Map<TimerKind, Timers.Timer> timers = new LinkedHashMap<>();

	private @Nullable SessionPort port;

	/** Also read by the reader, without the lock. */
	private volatile Phase phase;

	/** Also read by the reader, without the lock. */
	private volatile @Nullable SodpIdentity identity;

	private long seq;

	private boolean heartbeatOutstanding;

	private boolean pongSeen;

	/** Whether a batch of changes has waited in vain for this session to read. */
	private boolean givenUp;

	private volatile boolean waiting;

	private volatile boolean suspended;

	/** Whether it has not been greeted, as what it might see could be out of date. */
	private volatile boolean joining;

	Session(long id, String life, Peer peer, @Nullable SodpIdentity identity, SodpServerOptions options,
			ServerClock clock) {
		this.id = id;
		this.owner = new PresenceOwner(life, id);
		this.peer = peer;
		this.identity = identity;
		this.known = identity != null;
		this.openedAt = clock.instant();
		this.outbox = new Outbox(options.backpressureLimit(),
				Math.max(SMALLEST_QUEUE_BYTES, QUEUE_BYTES_PER_VALUE_BYTE * options.maxValueBytes()));
		this.rates = new RequestRates(options, clock.nanos());
		this.phase = (options.authenticator() == null || peer.trusted() || this.known) ? Phase.LIVE
				: Phase.AWAITING_AUTH;
	}

	long id() {
		return this.id;
	}

	/**
	 * The other end of its socket.
	 * @return the peer
	 */
	public Peer peer() {
		return this.peer;
	}

	/** Whether its identity was known when it began. */
	boolean isKnown() {
		return this.known;
	}

	SessionPort port() {
		return Objects.requireNonNull(this.port, "The session has no port yet");
	}

	void attach(SessionPort newPort) {
		this.port = newPort;
	}

	public Outbox outbox() {
		return this.outbox;
	}

	RequestRates rates() {
		return this.rates;
	}

	/**
	 * What the session is subscribed to.
	 * @return a map to be changed by {@link Subscriptions} only
	 */
	Map<String, KeyEntry> subscriptions() {
		return this.subscriptions;
	}

	/**
	 * WATCH and RESUME requests, one key each, that have not been answered yet.
	 * @return a queue to be changed by {@link Subscriptions} only
	 */
	Deque<SubscribeRequest> requests() {
		return this.requests;
	}

	/**
	 * Requests of keys that are being loaded.
	 * @return a collection to be changed by {@link Subscriptions} only
	 */
	Collection<Subscriptions.LoadingRequest> loading() {
		return this.loading;
	}

	/**
	 * The prefixes that it watches.
	 * @return null if it never watched one
	 */
	@Nullable SessionPrefixes prefixes() {
		return this.prefixes;
	}

	SessionPrefixes obtainPrefixes() {
		if (this.prefixes == null) {
			this.prefixes = new SessionPrefixes();
		}
		return this.prefixes;
	}

	/** Number of keys and prefixes that it watches. */
	int watchCount() {
		return this.subscriptions.size() + ((this.prefixes != null) ? this.prefixes.watches().size() : 0);
	}

	/**
	 * Keys whose subscriptions were ended, which the client does not know yet, and their
	 * streams.
	 * @return a map to be changed by {@link Subscriptions} and {@link RevokedKeys} only
	 */
	Map<String, Long> revoked() {
		return this.revoked;
	}

	/** Its calls without an answer. */
	SessionCalls calls() {
		return this.calls;
	}

	/** To whom its presence belongs. */
	PresenceOwner owner() {
		return this.owner;
	}

	/** Who is recorded as the author of its changes. */
	Author author() {
		if (this.author == null) {
			SodpIdentity current = this.identity;
			String subject = (current != null) ? current.subject() : null;
			this.author = new Author(subject, this.owner.life() + ":" + this.id);
		}
		return this.author;
	}

	Map<TimerKind, Timers.Timer> timers() {
		return this.timers;
	}

	Phase phase() {
		return this.phase;
	}

	void phase(Phase newPhase) {
		this.phase = newPhase;
	}

	boolean isLive() {
		return this.phase == Phase.LIVE;
	}

	boolean isEnded() {
		return this.phase == Phase.ENDED;
	}

	@Nullable SodpIdentity identity() {
		return this.identity;
	}

	void identity(SodpIdentity newIdentity) {
		this.author = null;
		this.identity = newIdentity;
	}

	long nextSeq() {
		return ++this.seq;
	}

	boolean isHeartbeatOutstanding() {
		return this.heartbeatOutstanding;
	}

	void heartbeatOutstanding(boolean outstanding) {
		this.heartbeatOutstanding = outstanding;
	}

	boolean isPongSeen() {
		return this.pongSeen;
	}

	void pongSeen(boolean seen) {
		this.pongSeen = seen;
	}

	/**
	 * Whether requests wait for room in the outbox. Its writer, which makes that room,
	 * reads this without a lock.
	 * @return true if {@link ServerEngine#pump} should be called once there is room
	 */
	public boolean isWaiting() {
		return this.waiting;
	}

	void waiting(boolean isWaiting) {
		this.waiting = isWaiting;
	}

	boolean isGivenUp() {
		return this.givenUp;
	}

	void givenUp(boolean isGivenUp) {
		this.givenUp = isGivenUp;
	}

	/**
	 * Stops or continues the reading of frames for the calls that are unanswered.
	 * @param isSuspended whether there are too many
	 */
	void suspended(boolean isSuspended) {
		this.suspended = isSuspended;
	}

	/**
	 * Whether too many calls are unanswered. If the next frame is read in spite of that,
	 * further calls are refused.
	 * @return true if the next frame should not be read yet
	 */
	public boolean isSuspended() {
		return this.suspended;
	}

	boolean isJoining() {
		return this.joining;
	}

	void joining(boolean isJoining) {
		this.joining = isJoining;
	}

	/**
	 * Messages that arrived before HELLO, each as what is to be done with it.
	 * @return a queue, empty once the session was greeted
	 */
	Deque<Runnable> early() {
		return this.early;
	}

	/**
	 * Whether the session's next frame should not be read yet.
	 * @return true while its queue is more than half full, requests are unanswered, too
	 * many calls are, or before HELLO
	 */
	public boolean isCongested() {
		return this.outbox.isCongested() || this.waiting || this.suspended || this.joining;
	}

	/**
	 * Whether the session's next frame should not be handled yet, if its reader can keep
	 * frames without waiting.
	 * @return true while it is congested, and while its token is being verified: what
	 * follows AUTH was sent in the hope that it will do
	 */
	public boolean isHeld() {
		return isCongested() || this.phase == Phase.VERIFYING;
	}

	SessionInfo info() {
		return new SessionInfo(this.id, this.peer.address(), this.openedAt, this.identity, watchCount(),
				this.outbox.size(), this.outbox.deltaBytes());
	}

	@Override
	public String toString() {
		return "session " + this.id + " of " + this.peer.address();
	}

	/** What a session sets timers for. */
	enum TimerKind {

		/** The client has not authenticated in time. */
		AUTH_TIMEOUT,

		/** The token expires. */
		EXPIRY,

		/** The next HEARTBEAT is due. */
		HEARTBEAT,

		/** Too many calls are unanswered. */
		UNANSWERED,

		/** The client has to learn of the end of subscriptions. */
		REVOKED,
		/** The socket was asked to close after its last frame and has not done so. */
		LINGER

	}

}
