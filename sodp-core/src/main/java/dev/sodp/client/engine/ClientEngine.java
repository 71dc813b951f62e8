// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ClientStatistics;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpConnectionException;
import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.transport.LinkEnd;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The client's side of the protocol without I/O: owns no thread, socket, clock or source
 * of chance. Events go in, one at a time, and it asks its {@link ClientHost} to act on
 * them. {@link Connector} knows how sessions start and end, {@link Watches} and
 * {@link Calls} what is sent in them; this class passes each event to the right one.
 */
public final class ClientEngine implements Connector.Sessions {

	private final ClientHost host;

	private final Deadlines deadlines = new Deadlines();

	private final ClientCounters counters = new ClientCounters();

	private final UnansweredRequests unanswered = new UnansweredRequests();

	private final FrameSender outbound;

	private final Connector connector;

	private final Liveness liveness;

	private final Watches watches;

	private final WatchRegistry registry;

	private final VersionWaits versionWaits;

	private final CallFactory callFactory;

	private final Conditions conditions;

	private final Calls calls;

	private final WantedPresence presence;

	private final Updates updates;

	public ClientEngine(SodpClientOptions options, ClientHost host, RandomGenerator random) {
		this.host = host;
		this.outbound = new FrameSender(host);
		this.connector = new Connector(options, host, random, this.deadlines, this.outbound, this, this.counters);
		this.liveness = new Liveness(host, this.deadlines, options.pingInterval());
		this.versionWaits = new VersionWaits(host, this.deadlines);
		this.watches = new Watches(host, this.deadlines, this.outbound, this.unanswered, random, this.versionWaits,
				this.counters, this.connector.status()::server);
		this.registry = this.watches.registry();
		this.conditions = new Conditions(this.connector.status()::server);
		this.calls = new Calls(host, this.deadlines, this.outbound, this.unanswered, this.versionWaits, options,
				this.counters, this.conditions, this.connector::isHandingOver);
		this.callFactory = new CallFactory(host, random, options.callTimeout());
		this.presence = new WantedPresence(host, this.deadlines, this.calls, this.callFactory);
		this.updates = new Updates(host, this.deadlines, random, this.connector, this.registry, this.calls,
				this.callFactory, this.conditions, options, this::submit);
	}

	// Application

	public void start() {
		this.connector.start();
	}

	public boolean mayStart() {
		return this.connector.mayStart();
	}

	public void stop() {
		this.connector.stop();
	}

	public void reconnect() {
		this.connector.reconnect();
	}

	public void close() {
		this.connector.close();
		this.registry.clear();
	}

	public boolean isCurrent(long attempt) {
		return this.connector.isCurrent(attempt);
	}

	public void watch(Collection<? extends Subscriber> subscribers, @Nullable JsonNode params) {
		this.registry.watch(subscribers, params);
	}

	/**
	 * Reads a key once, without asking the server if the local value is in sync with it.
	 */
	public void fetch(FetchSubscriber fetch) {
		WatchedKey key = this.registry.find(fetch.key());
		String over = this.connector.whyNoSessionComes();
		if (over != null) {
			fetch.ended(over, this.connector.status().lastFailure());
		}
		else if (key != null && key.status() == Watched.Status.LIVE) {
			fetch.known(key.replica().current().value());
		}
		else {
			this.registry.watch(List.of(fetch), null);
		}
	}

	/** Reads a key once, by a request that the server gets from now on. */
	public void fetchFromServer(FetchSubscriber fetch) {
		String over = this.connector.whyNoSessionComes();
		if (over != null) {
			fetch.ended(over, this.connector.status().lastFailure());
		}
		else {
			this.registry.watchAfresh(fetch);
		}
	}

	/** Ends subscriptions, all in one step. */
	public void release(Collection<? extends Subscriber> subscribers) {
		this.registry.release(subscribers);
		checkRestored();
	}

	public void unwatch(String key) {
		this.registry.unwatch(key);
		checkRestored();
	}

	/** Whether a key or a prefix is watched; may be called from any thread. */
	public boolean isWatching(String key) {
		return this.registry.watched(key) != null;
	}

	/**
	 * The local value of a key; may be called from any thread.
	 * @return null if the key is not watched
	 */
	public @Nullable JsonNode value(String key) {
		WatchedKey watched = this.registry.find(key);
		return (watched != null) ? watched.replica().current().value() : null;
	}

	/**
	 * The local values of the keys with a prefix, by key; may be called from any thread.
	 */
	public SortedMap<String, JsonNode> values(String prefix) {
		SortedMap<String, JsonNode> values = new TreeMap<>();
		for (WatchedKey key : this.registry.keys()) {
			Snapshot current = key.replica().current();
			if (key.key().startsWith(prefix) && current.initialized()) {
				values.put(key.key(), current.value());
			}
		}
		return values;
	}

	public Optional<KeyStatus> keyStatus(String key) {
		return Optional.ofNullable(this.registry.watched(key)).map(Watched::keyStatus);
	}

	public List<KeyStatus> keyStatuses() {
		return this.registry.statuses();
	}

	/**
	 * Completes a future when a watched key reaches a version, and fails it when the time
	 * is up.
	 */
	public void await(String key, long version, Duration timeout, CompletableFuture<Void> future) {
		AwaitedVersion awaited = new AwaitedVersion(this.host, key, version, timeout, future);
		String over = this.connector.whyNoSessionComes();
		if (!this.registry.isWatched(key)) {
			awaited.notWatched();
		}
		else if (over != null) {
			Throwable failure = this.connector.status().lastFailure();
			awaited.missed((failure != null) ? failure : new SodpConnectionException("Not connected: " + over, null));
		}
		else {
			long until = this.host.nanoTime() + awaited.patience();
			this.versionWaits.await(key, version, this.registry.reached(key), until, awaited::shown, awaited::missed);
		}
	}

	public <T> PendingCall<T> call(String method, ObjectNode args, Function<JsonNode, T> reader) {
		PendingCall<T> call = this.callFactory.create(method, args, reader);
		submit(call);
		return call;
	}

	/** Submits a call that is repeated in each new session. */
	public <T> PendingCall<T> presence(ObjectNode args, Function<JsonNode, T> reader) {
		PendingCall<T> call = this.callFactory.create("state.presence", args, reader);
		this.presence.want(call);
		submit(call);
		return call;
	}

	/**
	 * Ends a presence: with {@code state.remove_in} if the server supports it, otherwise
	 * by writing null.
	 */
	public <T> PendingCall<T> withdrawPresence(ObjectNode args, Function<JsonNode, T> reader) {
		this.presence.withdraw(args);
		PendingCall<T> call = this.callFactory.create("state.set_in", args, reader).asWithdrawal();
		submit(call);
		return call;
	}

	/**
	 * Begins to update a key.
	 * @param release called, never by the engine itself, when {@link #end} is due
	 */
	public <T> PendingUpdate<T> update(String key, Function<JsonNode, PendingUpdate.Next<T>> function,
			Consumer<PendingUpdate<T>> release) {
		return this.updates.begin(key, function, release);
	}

	/** The application has computed what an update writes. */
	public <T> void computed(PendingUpdate<T> update, PendingUpdate.Next<T> next) {
		this.updates.computed(update, next);
	}

	/** The application could not compute what an update writes. */
	public void notComputed(PendingUpdate<?> update, Throwable reason) {
		this.updates.failed(update, reason);
	}

	/** An update is over, for whatever reason. */
	public void end(PendingUpdate<?> update) {
		this.updates.end(update);
		checkRestored();
	}

	private void submit(PendingCall<?> call) {
		String over = this.connector.whyNoSessionComes();
		if (over != null) {
			this.calls.failUnsent(call, over, this.connector.status().lastFailure());
		}
		else {
			this.calls.submit(call);
		}
	}

	public ConnectionState state() {
		return this.connector.state();
	}

	public ConnectionStatus status() {
		return this.connector.status().snapshot(this.registry.size(), this.registry.pending());
	}

	/** What the shell counts together with the engine, under the same lock. */
	public ClientCounters counters() {
		return this.counters;
	}

	public ClientStatistics statistics(ClientStatistics.Deliveries deliveries) {
		return this.counters.snapshot(deliveries, new ClientStatistics.Queues(this.calls.queued(),
				this.unanswered.calls() + this.unanswered.keys(), this.registry.waitingEvents()));
	}

	// Token and link

	public void tokenObtained(long attempt, String token) {
		this.connector.tokenObtained(attempt, token);
	}

	public void tokenFailed(long attempt, Throwable cause) {
		this.connector.tokenFailed(attempt, cause);
	}

	public void linkOpened(long attempt) {
		this.connector.linkOpened(attempt);
	}

	public void linkAlive(long attempt) {
		if (this.connector.isCurrent(attempt)) {
			this.liveness.heard();
		}
	}

	public void linkClosed(long attempt, LinkEnd end) {
		this.connector.linkClosed(attempt, end);
	}

	/**
	 * A frame was received.
	 * @param bytes size of its message
	 */
	public void received(long attempt, Frame frame, int bytes) {
		if (!this.connector.isCurrent(attempt)) {
			return;
		}
		this.liveness.heard();
		if (frame instanceof Frame.Heartbeat) {
			this.outbound.heartbeat();
		}
		else if (this.connector.isLive()) {
			onLiveFrame(frame, bytes);
		}
		else {
			this.connector.onFrame(frame);
		}
	}

	public void receivedMalformed(long attempt, MalformedFrameException malformed) {
		if (!this.connector.isCurrent(attempt)) {
			return;
		}
		this.liveness.heard();
		if (this.connector.isLive() && malformed.header().isPresent()) {
			onMalformed(malformed);
		}
		else {
			this.connector.protocolBroken("The server sent bytes that are not SODP: " + malformed.getMessage(),
					malformed);
		}
	}

	private void onMalformed(MalformedFrameException malformed) {
		if (this.calls.onMalformed(malformed)) {
			handOverIfIdle();
		}
		else {
			this.watches.onMalformed(malformed);
		}
	}

	// Session

	@Override
	public void sessionLive(Capabilities capabilities, boolean resumeAllowed) {
		this.liveness.begin();
		this.host.sessionReady();
		this.conditions.sessionLive(capabilities);
		this.updates.sessionLive();
		this.watches.sessionLive(capabilities, resumeAllowed);
		// Where a path does not belong to whoever registered it last, the old session has
		// been closed before, so that its end cannot take the new registration away.
		this.presence.sessionLive();
		this.calls.sessionLive(capabilities);
		endOverlapIfTakenOver();
		checkRestored();
	}

	@Override
	public void messageTooLarge() {
		this.calls.onTooLarge();
	}

	@Override
	public void sessionEnded(Throwable reason) {
		this.calls.sessionEnded(reason);
		this.watches.sessionEnded();
	}

	/** Waits for unanswered requests, so that no write is left in doubt. */
	@Override
	public void handOverDue() {
		handOverIfIdle();
	}

	@Override
	public boolean isPresent() {
		return this.presence.isWanted();
	}

	private void endOverlapIfTakenOver() {
		if (this.connector.isOverlapping() && this.presence.isRenewed()) {
			this.connector.endOverlap();
		}
	}

	private void handOverIfIdle() {
		endOverlapIfTakenOver();
		if (this.connector.isHandingOver() && !this.unanswered.hasCalls()) {
			this.connector.handOver();
		}
	}

	@Override
	public void noMoreSessions(String why, Throwable reason) {
		this.calls.failQueued(why, reason);
		this.updates.noMoreSessions(why, reason);
		this.versionWaits.noMoreSessions(reason);
		this.host.neverReady(reason);
	}

	private void onLiveFrame(Frame frame, int bytes) {
		if (frame instanceof Frame.Delta delta) {
			this.watches.onDelta(delta, bytes);
			checkRestoring();
		}
		else if (frame instanceof Frame.Result result) {
			this.calls.onResult(result, this.registry);
			handOverIfIdle();
		}
		else if (frame instanceof Frame.StateInit init) {
			this.watches.onInit(init, bytes);
			checkRestored();
		}
		else if (frame instanceof Frame.Error error) {
			onError(error);
		}
		else if (!(frame instanceof Frame.Unknown)) {
			this.host.report(Source.PROTOCOL, null, null, null,
					"The server sent an unexpected " + frame.getClass().getSimpleName(), null);
		}
	}

	/**
	 * ERROR in a live session (protocol section 5): ends it, or answers one of its
	 * requests.
	 */
	private void onError(Frame.Error error) {
		if (error.code() == ErrorCode.UNAUTHENTICATED) {
			this.connector.sessionRefused(error);
			return;
		}
		if (error.code() == ErrorCode.TOO_LARGE) {
			this.calls.onTooLarge();
		}
		String ended = this.watches.onEnded(error);
		if (ended != null) {
			report(error, ended);
			checkRestored();
			return;
		}
		Request blamed = this.unanswered.blame(error, this.host.nanoTime());
		if (blamed instanceof PendingCall<?> call) {
			report(error, call.key());
			this.calls.onRefused(call, error);
			handOverIfIdle();
		}
		else if (blamed instanceof WatchSent watch) {
			Watched named = watch.namedIn(error.message());
			reportRefusal(error, (named != null) ? named.key() : watch.onlyKey());
			this.watches.onRefused(watch, error);
			checkRestored();
		}
		else {
			report(error, null);
			this.watches.onRefusedLate(error);
		}
	}

	private void reportRefusal(Frame.Error error, @Nullable String key) {
		Watched refused = (key != null) ? this.registry.watched(key) : null;
		if (refused == null || !refused.isRefusalReported() || WatchRefusals.isTemporary(error)) {
			report(error, key);
		}
	}

	private void report(Frame.Error error, @Nullable String key) {
		this.host.report(Source.PROTOCOL, error.code(), key, null, error.message(), null);
	}

	/** What waited to be requested may have become known in another way. */
	private void checkRestoring() {
		if (state() == ConnectionState.CONNECTED) {
			checkRestored();
		}
	}

	private void checkRestored() {
		if (this.watches.isRestored()) {
			this.connector.restored();
		}
	}

	// Time

	/** When {@link #onTimer()} is next needed, or {@link Deadlines#NEVER}. */
	public long nextDeadline() {
		return (state() == ConnectionState.CLOSED) ? Deadlines.NEVER : this.deadlines.next();
	}

	/** Does what is due. */
	public void onTimer() {
		long now = this.host.nanoTime();
		this.connector.onTimers(now);
		if (this.deadlines.take(Timer.LIVENESS, now) && !this.liveness.check()) {
			this.connector.linkDead();
		}
		if (this.deadlines.take(Timer.CALL_TIMEOUT, now)) {
			this.calls.onTimeoutTimer();
		}
		if (this.deadlines.take(Timer.WRITE_WINDOW, now)) {
			this.calls.onWindowTimer();
		}
		if (this.deadlines.take(Timer.RESTORE, now)) {
			this.watches.onRestoreTimer();
		}
		if (this.deadlines.take(Timer.UNANSWERED, now)) {
			this.watches.onUnansweredTimer();
		}
		if (this.deadlines.take(Timer.RESYNC, now)) {
			this.watches.onResyncTimer();
		}
		if (this.deadlines.take(Timer.PRESENCE, now)) {
			this.presence.onTimer();
		}
		if (this.deadlines.take(Timer.VERSION_WAIT, now)) {
			this.versionWaits.onTimer();
		}
		if (this.deadlines.take(Timer.UPDATE, now)) {
			this.updates.onTimer();
		}
		checkRestoring();
	}

}
