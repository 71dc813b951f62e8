// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.sodp.server.CommittedChange;
import dev.sodp.server.ServerStatistics;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpMethodHandler;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.server.journal.SharedJournalListener;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the protocol, without threads, sockets and clock. Events go in,
 * one at a time; it answers by filling the outboxes of sessions and through
 * {@link SessionPort}.
 *
 * <p>
 * The driver must call {@link #runTimers()} at {@link #nextTimer()}, and {@link #pump}
 * when a session that {@link Session#isWaiting() waits} has room in its outbox. It must
 * not pass on further frames of a session that is {@link Session#isCongested()
 * congested}.
 */
public final class ServerEngine {

	private final ServerClock clock;

	private final Timers timers = new Timers();

	private final StateStore store;

	private final Sessions sessions;

	private final Authentication authentication;

	private final Heartbeats heartbeats;

	private final Subscriptions subscriptions;

	private final PresenceOwners presence = new PresenceOwners();

	private final PresenceCleanup presenceCleanup;

	private final Draining draining;

	private final Loaders loaders;

	private final ApplicationSlots slots;

	/** Null if the journal is not shared. */
	private final @Nullable SharedJournal shared;

	private final HeldKeys keys;

	private final DeadNodes deadNodes;

	private final Loads loads;

	private final MutationPipeline pipeline;

	private final Outcomes outcomes;

	private final Telling telling;

	private final Greetings greetings;

	private final CallMethods calls;

	private final Requests requests;

	private final HostRequests host;

	private final AccessControl access;

	/**
	 * Creates the engine.
	 * @param options what the server was built with
	 * @param clock the time
	 * @param life identifies this run of the server
	 * @param journal decides about changes; not opened yet
	 * @param largeWork has computed what takes too long for a step
	 * @param application has loaders and interceptors called
	 */
	public ServerEngine(SodpServerOptions options, ServerClock clock, String life, Journal journal, LargeWork largeWork,
			ApplicationCalls application) {
		this.clock = clock;
		this.access = new AccessControl(options, clock);
		this.shared = (journal instanceof SharedJournal sharedJournal) ? sharedJournal : null;
		this.loaders = new Loaders(options.loaders(), this.shared != null, application);
		this.store = new StateStore(options, journal, this.loaders);
		this.sessions = new Sessions(options, clock, this.timers, (this.shared != null) ? this.shared.node() : life,
				this.shared != null);
		this.authentication = new Authentication(this.sessions, clock, options.authTimeout());
		this.heartbeats = new Heartbeats(this.sessions, options.heartbeatInterval());
		this.slots = new ApplicationSlots(options, clock, this.timers, application);
		PrefixAudiences prefixes = new PrefixAudiences();
		this.keys = new HeldKeys(this.shared, clock, this.timers, this.store, this.presence, prefixes);
		this.loads = new Loads(this.store, this.loaders, this.keys, application, this.slots.loads());
		this.subscriptions = new Subscriptions(options, this.store, this.sessions, this.loads, this.keys.prefixes(),
				this.access, prefixes, this::currentVersion);
		Watchers watchers = new Watchers(this.store, prefixes);
		this.pipeline = new MutationPipeline(clock, this.store, this.presence, journal, largeWork,
				new Evaluator(options), this.loaders, this.keys, this.loads,
				new Interceptions(options.interceptors(), application, this.slots.interceptions()),
				new Repairs(clock, this.timers, application));
		this.outcomes = new Outcomes(clock, this.store, this.sessions, this.presence, this.pipeline, this.loads,
				this.keys, this.subscriptions.prefixes());
		this.telling = new Telling(clock, this.timers, watchers, this.outcomes, options.backpressureLimit());
		this.greetings = new Greetings(options, this.sessions, this.authentication, this.heartbeats, this.telling,
				this.shared);
		this.presenceCleanup = new PresenceCleanup(clock, this.timers, watchers, this.presence, this.pipeline);
		this.deadNodes = new DeadNodes(this.store, this.keys, this.presence, this.presenceCleanup);
		this.draining = new Draining(clock, this.timers, this.sessions, this.presence, this.presenceCleanup,
				this.shared != null, options.drainTime());
		this.calls = new CallMethods(options, this.sessions, this.pipeline, this.presence, this.slots.methods(),
				this.subscriptions::idle);
		this.requests = new Requests(this.sessions, this.authentication, this.heartbeats, this.subscriptions,
				this.calls);
		this.host = new HostRequests(clock, this.store, this.presence, this.loaders, this.loads, this.pipeline,
				this::settle);
	}

	/**
	 * How much of each key's log the journal has to keep.
	 * @return the limits
	 */
	public LogLimits logLimits() {
		return this.store.logLimits();
	}

	/**
	 * Where the journal reports what it holds, before anything else happens.
	 * @param mostBytes what keys and values may take of the heap at most
	 * @return the recovery of this engine, which throws a {@link JournalException} if
	 * they take more
	 */
	public JournalRecovery recovery(long mostBytes) {
		return new EngineRecovery(this.store, this.presence, this.loaders, this.clock, mostBytes);
	}

	/**
	 * Where the journal answers, in a step of the engine.
	 * @return the listener
	 */
	public JournalListener answers() {
		return new JournalAnswers(this.pipeline, this.outcomes, this.telling, this::settle);
	}

	/**
	 * Where a shared journal reports what happens in the cluster.
	 * @param steps takes a step of this engine, at once if the thread is taking one
	 * @return the listener
	 */
	public SharedJournalListener cluster(Consumer<Runnable> steps) {
		ReplacedKeys replaced = new ReplacedKeys(this.clock, this.store, this.sessions, this.presence, this.pipeline,
				this.subscriptions.prefixes(), this.outcomes);
		return new ClusterEvents(steps, this.store, this.keys, replaced, this.telling, this.sessions, this.deadNodes,
				this.greetings::epoch);
	}

	/**
	 * Something happens that is not an event of its own.
	 * @param action what
	 */
	public void step(Runnable action) {
		action.run();
		settle();
	}

	/**
	 * The journal is open. Whatever presence it holds belonged to sessions that are gone.
	 * @param epoch identifies the history of this server's state
	 * @param clean called in a step, once that presence has been removed
	 */
	public void opened(String epoch, Runnable clean) {
		this.greetings.epoch(epoch);
		this.presence.all().forEach(this.presenceCleanup::add);
		this.presenceCleanup.whenDone(clean);
		settle();
	}

	/**
	 * Registers a consumer of every applied mutation, in version order.
	 * @param consumer called in the middle of an engine step
	 */
	public void onChange(Consumer<CommittedChange> consumer) {
		this.outcomes.onChange(consumer);
	}

	/**
	 * Registers a consumer of the reasons for which something is refused with 507.
	 * @param consumer called in the middle of an engine step
	 */
	public void onFull(Consumer<String> consumer) {
		this.store.onFull(consumer);
	}

	/**
	 * Adds a method of the application.
	 * @param name a valid name
	 * @param handler handles the calls
	 * @throws IllegalArgumentException if there is a method of this name
	 */
	public void addMethod(String name, SodpMethodHandler handler) {
		this.calls.add(name, handler);
		this.access.added(name);
	}

	/**
	 * Whether a socket may be accepted.
	 * @param peer the other end of the socket
	 * @param identity who the client is, or null if that is not known
	 * @return why not, or empty if it may
	 */
	public Optional<String> refusal(Peer peer, @Nullable SodpIdentity identity) {
		String unavailable = (this.shared != null) ? this.shared.refusal() : null;
		if (unavailable != null) {
			return Optional.of(unavailable);
		}
		return this.sessions.refusal(peer, identity);
	}

	/**
	 * A socket was accepted.
	 * @param <P> type of the shell
	 * @param peer the other end of the socket
	 * @param identity who the client is, or null if that is not known
	 * @param ports creates the shell of the new session, which finds HELLO in the
	 * session's outbox
	 * @return the shell
	 */
	public <P extends SessionPort> P open(Peer peer, @Nullable SodpIdentity identity, Function<Session, P> ports) {
		Session session = this.sessions.create(peer, identity);
		P port = ports.apply(session);
		session.attach(port);
		this.greetings.opened(session);
		return port;
	}

	/**
	 * A message arrived.
	 * @param session the session
	 * @param message the message
	 * @param verdict what {@link #access()} said about it
	 * @return false if nothing was done, as {@link AccessControl#askAgain} has to decide
	 */
	public boolean received(Session session, Inbound message, Verdict verdict) {
		if (!this.access.isCurrent(session, verdict)) {
			return false;
		}
		if (session.isJoining()) {
			this.greetings.early(session, () -> this.requests.received(session, message, verdict));
		}
		else if (!session.isEnded()) {
			this.store.expireLogs(this.clock.nanos());
			this.requests.received(session, message, verdict);
		}
		settle();
		return true;
	}

	/** What decides, outside the engine, about each message that arrives. */
	public AccessControl access() {
		return this.access;
	}

	/**
	 * The answers of the access policy have changed.
	 * @return the sessions whose subscriptions have to be checked, each in steps of its
	 * own: {@link #recheckPrefixes}, then {@link #keys} and {@link #revoke}
	 */
	public List<Session> accessChanged() {
		this.access.changed();
		return this.sessions.all().stream().filter((session) -> !this.access.isUnlimited(session)).toList();
	}

	/**
	 * Has the access policy asked again about the prefixes that a session watches.
	 * @param session the session, which may have ended
	 */
	public void recheckPrefixes(Session session) {
		if (!session.isEnded()) {
			this.subscriptions.prefixes().recheck(session);
		}
		settle();
	}

	/**
	 * What a session watches or has requested.
	 * @param session the session
	 * @return a copy
	 */
	public Set<String> keys(Session session) {
		return this.subscriptions.keys(session);
	}

	/**
	 * The access policy has answered a question of {@link SessionPort#askAccess}.
	 * @param session the session, which may have ended
	 * @param question the number of the question
	 * @param keys the keys it was asked about
	 * @param denied those of them that the session must not read
	 */
	public void readable(Session session, long question, Collection<String> keys, Set<String> denied) {
		if (!session.isEnded()) {
			this.subscriptions.prefixes().answered(session, question, keys, denied);
		}
		settle();
	}

	/**
	 * Takes away a session's access to keys.
	 * @param session the session
	 * @param keys the keys that it may not read any longer
	 * @return the number of subscriptions that were ended
	 */
	public int revoke(Session session, Set<String> keys) {
		int count = this.subscriptions.revoke(session, keys);
		settle();
		return count;
	}

	public void pong(Session session) {
		this.heartbeats.pong(session);
	}

	/**
	 * The authenticator accepted the token of a session.
	 * @param session the session, which may have ended
	 * @param identity who it belongs to
	 */
	public void authenticated(Session session, SodpIdentity identity) {
		this.authentication.accepted(session, identity);
		settle();
	}

	/**
	 * The authenticator refused the token of a session.
	 * @param session the session, which may have ended
	 * @param message text for the client
	 */
	public void refused(Session session, String message) {
		this.authentication.refused(session, message);
		settle();
	}

	/**
	 * Tokens are no longer valid.
	 * @param identities whose sessions to end
	 * @return the number of sessions that were ended
	 */
	public int expire(Predicate<SodpIdentity> identities) {
		try {
			return this.authentication.expire(identities);
		}
		finally {
			settle();
		}
	}

	/**
	 * The outbox of a waiting session has room.
	 * @param session the session
	 */
	public void pump(Session session) {
		this.subscriptions.pump(session);
		settle();
	}

	/**
	 * A session can go on with what {@link SessionPort#proceedLater()} was asked for.
	 * @param session the session
	 */
	public void proceed(Session session) {
		this.subscriptions.goOn(session);
		settle();
	}

	/**
	 * The socket of a session is gone.
	 * @param session the session
	 */
	public void closed(Session session) {
		this.sessions.lost(session);
		settle();
	}

	/**
	 * Ends a session, after what was sent before.
	 * @param id its number
	 * @return false if there is none
	 */
	public boolean close(long id) {
		Optional<Session> session = this.sessions.find(id);
		session.ifPresent((open) -> this.sessions.close(open, CloseCode.NORMAL, "Closed by the server"));
		settle();
		return session.isPresent();
	}

	/** Up to which version the server knows everything. */
	private long currentVersion() {
		return (this.shared != null) ? this.telling.told(this.shared) : this.store.versions().current();
	}

	/**
	 * Begins to end the sessions of remote clients, in groups, each session after what
	 * was sent before. The shell accepts no others meanwhile.
	 * @param done called in a step, once they have all ended
	 */
	public void drain(Runnable done) {
		this.draining.begin(done);
		settle();
	}

	/** Leaves the remaining sessions of remote clients alone, if some had to leave. */
	public void cancelDraining() {
		this.draining.cancel();
		settle();
	}

	/**
	 * Ends all sessions, after what was sent before.
	 * @param code WebSocket close code
	 * @param reason text for the peers
	 */
	public void closeAll(int code, String reason) {
		for (Session session : this.sessions.all()) {
			this.sessions.close(session, code, reason);
		}
		this.draining.cancel();
		settle();
	}

	/**
	 * When to call {@link #runTimers()}.
	 * @return a reading of {@link ServerClock#nanos()}, or empty if nothing is scheduled
	 */
	public OptionalLong nextTimer() {
		return this.timers.next();
	}

	public void runTimers() {
		this.timers.run(this.clock.nanos());
		settle();
	}

	/**
	 * A large mutation has been computed.
	 * @param computation what {@link LargeWork} or a {@link PendingResult} was given,
	 * after it was run
	 */
	public void computed(Computation computation) {
		this.pipeline.computed(computation);
		settle();
	}

	/**
	 * A thread has come to a call that {@link ApplicationCalls} was given.
	 * @param call the call
	 * @return false if it is not to be made, as whoever waited for it has given up
	 */
	public boolean begins(ApplicationCall call) {
		// The thread that runs the timers may have been as hard to find.
		this.timers.run(this.clock.nanos());
		boolean begins = this.slots.begins(call);
		settle();
		return begins;
	}

	/**
	 * The hosting application's code has answered.
	 * @param call what {@link ApplicationCalls} was given, with its outcome
	 */
	public void answered(ApplicationCall call) {
		this.slots.answered(call);
		settle();
	}

	/** Waits no longer for the hosting application's code, as the server is closed. */
	public void abandonApplication() {
		this.slots.close();
		settle();
	}

	/** What the hosting application asks. */
	public HostRequests host() {
		return this.host;
	}

	/** The keys that exist, to be read outside the engine. */
	public KeyNames names() {
		return this.store.names();
	}

	public ServerStatistics statistics() {
		return new ServerStatistics(this.sessions.size(), this.sessions.opened(), this.store.size(),
				this.store.mutations(), this.sessions.evictions(), this.store.valueBytes(), this.store.logBytes(),
				this.store.refusals());
	}

	public List<SessionInfo> sessions() {
		return this.sessions.all().stream().map(Session::info).toList();
	}

	/**
	 * Begins what others waited for, and cleans up after the sessions that ended in this
	 * step; that may end others.
	 */
	private void settle() {
		do {
			this.telling.run();
			this.keys.run(this.pipeline);
			this.loads.run(this.pipeline);
			this.pipeline.run();
			Session ended = this.sessions.nextEnded();
			while (ended != null) {
				this.subscriptions.dropAll(ended);
				this.draining.ended(ended.owner());
				ended = this.sessions.nextEnded();
			}
			PresenceOwner present = this.sessions.nextLeftBehind();
			while (present != null) {
				this.draining.ended(present);
				present = this.sessions.nextLeftBehind();
			}
			this.presenceCleanup.run();
			this.deadNodes.run();
		}
		while (this.pipeline.isReady() || this.keys.isReady() || this.loads.isReady() || this.sessions.hasEnded()
				|| this.telling.isReady());
	}

}
