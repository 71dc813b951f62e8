// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpAuthenticationException;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpConnectionException;
import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.state.Values;
import dev.sodp.transport.LinkEnd;
import org.jspecify.annotations.Nullable;

/**
 * The only class that decides about connecting (protocol sections 2 and 6): token, link,
 * HELLO, AUTH, back-off, and when to give up.
 *
 * <p>
 * Each attempt has a number. What is reported with an older number is ignored, so that a
 * link that has been given up cannot interfere any more.
 */
final class Connector {

	/** What the rest of the engine is notified of. */
	interface Sessions {

		/**
		 * A session is live.
		 * @param resumeAllowed false if keys must not be resumed from their local values
		 */
		void sessionLive(Capabilities capabilities, boolean resumeAllowed);

		/** The session, if there was one, is over; another may follow. */
		void sessionEnded(Throwable reason);

		/** The server ends the session, because something sent in it was too large. */
		void messageTooLarge();

		/**
		 * The session should end as soon as nothing is unanswered, see
		 * {@link #isHandingOver()} and {@link #handOver()}.
		 */
		void handOverDue();

		/** Whether this client is present anywhere. */
		boolean isPresent();

		/** No session will follow unless the application asks for one. */
		void noMoreSessions(String why, Throwable reason);

	}

	private enum Phase {

		IDLE, TOKEN, OPENING, HELLO, AUTHENTICATING, LIVE

	}

	/**
	 * A session that lived this long was not refused by a server in trouble, so the
	 * back-off starts over.
	 */
	private static final long STABLE_AFTER = TimeUnit.SECONDS.toNanos(5);

	/** How long a live session may take to take presence over from the one before. */
	private static final long KEPT_PATIENCE = TimeUnit.SECONDS.toNanos(5);

	/** Close code of a server that received too large a message. */
	private static final int TOO_BIG = 1009;

	/**
	 * Close code of a container whose HTTP session has ended, with the login of the
	 * upgrade.
	 */
	private static final int LOGIN_ENDED = 1008;

	private static final Timer[] SESSION_TIMERS = { Timer.TOKEN, Timer.CONNECT, Timer.RECONNECT, Timer.STABLE,
			Timer.LIVENESS, Timer.TOKEN_REFRESH, Timer.HAND_OVER };

	private final SodpClientOptions options;

	private final ClientHost host;

	private final RandomGenerator random;

	private final Deadlines deadlines;

	private final FrameSender outbound;

	private final Sessions sessions;

	private final ClientCounters counters;

	private final Backoff backoff;

	private final Tokens tokens;

	private final TokenRenewal renewal;

	private final CurrentStatus status;

	private final KeptSession kept;

	private final Resumption resumption = new Resumption();

	private Phase phase = Phase.IDLE;

	private long attempt;

	private boolean stable;

	Connector(SodpClientOptions options, ClientHost host, RandomGenerator random, Deadlines deadlines,
			FrameSender outbound, Sessions sessions, ClientCounters counters) {
		this.options = options;
		this.host = host;
		this.random = random;
		this.deadlines = deadlines;
		this.outbound = outbound;
		this.sessions = sessions;
		this.counters = counters;
		this.status = new CurrentStatus(host, options.displayUri());
		this.kept = new KeptSession(host, deadlines);
		this.tokens = new Tokens(options);
		this.renewal = new TokenRenewal(host, random, deadlines, this.tokens);
		this.backoff = new Backoff(options.reconnectDelay(), options.maxReconnectDelay());
	}

	ConnectionState state() {
		return this.status.state();
	}

	/** The status of the connection; only this class changes it. */
	CurrentStatus status() {
		return this.status;
	}

	boolean isLive() {
		return this.phase == Phase.LIVE;
	}

	/** Whether a report is about the current link. */
	boolean isCurrent(long ofAttempt) {
		return ofAttempt == this.attempt && this.phase != Phase.IDLE;
	}

	// Application

	/**
	 * Why there will be no session unless the application starts the client, or null if
	 * there may be one. A client that was never started may still be started.
	 */
	@Nullable String whyNoSessionComes() {
		return switch (state()) {
			case CLOSED -> "the client is closed";
			case FAILED -> "the client has given up connecting";
			case STOPPED -> (this.counters.attempts > 0) ? "the client is stopped" : null;
			default -> null;
		};
	}

	/** Whether {@link #start()} would have an effect. */
	boolean mayStart() {
		return state() == ConnectionState.STOPPED || state() == ConnectionState.FAILED;
	}

	void start() {
		if (mayStart()) {
			this.backoff.reset();
			this.tokens.startAnew();
			connect();
		}
	}

	void stop() {
		if (state() != ConnectionState.STOPPED && state() != ConnectionState.CLOSED) {
			shutDown(ConnectionState.STOPPED, "the client was stopped");
		}
	}

	void close() {
		if (state() != ConnectionState.CLOSED) {
			shutDown(ConnectionState.CLOSED, "the client was closed");
		}
	}

	/** Replaces the current link by a new one. */
	void reconnect() {
		if (state() != ConnectionState.STOPPED && state() != ConnectionState.CLOSED) {
			this.host.closeLink(1000, "");
			endSession(new SodpConnectionException("Connection given up for a fresh one on request", null));
			this.backoff.reset();
			this.tokens.startAnew();
			connect();
		}
	}

	private void shutDown(ConnectionState end, String why) {
		SodpConnectionException reason = new SodpConnectionException("Not connected: " + why, null);
		this.host.closeLink(1000, "");
		endSession(reason);
		this.sessions.noMoreSessions(why, reason);
		this.status.become(end, null);
	}

	// Connecting

	private void connect() {
		this.attempt++;
		this.counters.attempts++;
		this.status.become(ConnectionState.CONNECTING, this.status.lastFailure());
		if (this.tokens.hasProvider() && !this.tokens.awaitsJudgement(this.host.nanoTime(), this.host.now())) {
			this.phase = Phase.TOKEN;
			askForToken();
		}
		else {
			open();
		}
	}

	private void askForToken() {
		this.deadlines.set(Timer.TOKEN, this.host.nanoTime() + this.options.tokenTimeout().toNanos());
		this.host.obtainToken(this.attempt);
	}

	void tokenObtained(long ofAttempt, String newToken) {
		if (!isCurrent(ofAttempt)) {
			return;
		}
		if (!Values.isText(newToken)) {
			tokenFailed(ofAttempt, new IllegalArgumentException("the token is not a text that can be sent"));
			return;
		}
		if (this.phase == Phase.TOKEN) {
			this.tokens.use(newToken, this.host.nanoTime());
			open();
		}
		else if (isLive() && !isHandingOver() && this.renewal.offer(newToken)) {
			this.sessions.handOverDue();
		}
	}

	void tokenFailed(long ofAttempt, Throwable cause) {
		if (!isCurrent(ofAttempt)) {
			return;
		}
		String message = "The token provider failed: " + cause;
		this.host.report(Source.AUTHENTICATION, null, null, null, message, cause);
		if (this.phase == Phase.TOKEN) {
			attemptFailed(new SodpConnectionException(message, cause));
		}
		else if (isLive() && !isHandingOver()) {
			this.renewal.failed();
		}
	}

	private void open() {
		this.deadlines.clear(Timer.TOKEN);
		this.phase = Phase.OPENING;
		this.outbound.connectionOpened();
		this.deadlines.set(Timer.CONNECT, this.host.nanoTime() + this.options.connectTimeout().toNanos());
		this.host.open(this.attempt);
	}

	void linkOpened(long ofAttempt) {
		if (isCurrent(ofAttempt)) {
			this.phase = Phase.HELLO;
		}
	}

	void linkClosed(long ofAttempt, LinkEnd end) {
		if (!isCurrent(ofAttempt)) {
			return;
		}
		int httpStatus = end.httpStatus().orElse(0);
		if (httpStatus == 401 || httpStatus == 403) {
			tokenRefused(end.reason());
			return;
		}
		if (end.code() == LOGIN_ENDED && end.cause() == null && isLive()) {
			tokenRefused(end.reason().isEmpty() ? "the server has ended the login (close code 1008)" : end.reason());
			return;
		}
		if (end.code() == TOO_BIG && end.cause() == null) {
			this.sessions.messageTooLarge();
		}
		String message = (isLive() ? "Connection lost: " : "Could not connect: ") + end;
		this.host.report(Source.TRANSPORT, null, null, null, message, end.cause());
		attemptFailed(new SodpConnectionException(message, end.cause()));
	}

	/** Handles frames that may arrive before a session is live. */
	void onFrame(Frame frame) {
		if (frame instanceof Frame.Hello first && this.phase == Phase.HELLO) {
			onHello(first);
		}
		else if (frame instanceof Frame.AuthOk accepted && this.phase == Phase.AUTHENTICATING) {
			this.resumption.authenticated(accepted.sub());
			live();
		}
		else if (frame instanceof Frame.Error error) {
			sessionRefused(error);
		}
		else if (!(frame instanceof Frame.Unknown)) {
			this.host.report(Source.PROTOCOL, null, null, null,
					"The server sent " + frame.getClass().getSimpleName() + " before the session was live", null);
		}
	}

	private void onHello(Frame.Hello first) {
		String protocol = first.protocol();
		if (protocol != null && !protocol.equals("sodp")) {
			protocolBroken("The server speaks '" + protocol + "', not sodp", null);
			return;
		}
		this.resumption.greeted(first.capabilities());
		this.status.greeted(first);
		String token = this.tokens.current();
		if (!first.auth()) {
			live();
		}
		else if (token == null) {
			tokenRefused("the server requires a token and none is configured");
		}
		else {
			this.phase = Phase.AUTHENTICATING;
			this.outbound.auth(token);
		}
	}

	private void live() {
		this.phase = Phase.LIVE;
		this.counters.sessions++;
		this.stable = false;
		this.deadlines.clear(Timer.CONNECT);
		this.deadlines.set(Timer.STABLE, this.host.nanoTime() + STABLE_AFTER);
		this.tokens.judged();
		this.renewal.sessionLive();
		boolean resumeAllowed = this.resumption.sessionLive();
		if (presenceIsThatOfItsLastOwner()) {
			this.kept.keepFor(KEPT_PATIENCE);
		}
		else {
			this.kept.end();
		}
		this.status.become(ConnectionState.CONNECTED, null);
		this.sessions.sessionLive(this.status.capabilities(), resumeAllowed);
	}

	/**
	 * Whether the session only waits for answers before it is handed over. Answers of the
	 * token provider that arrive meanwhile are late: they belong to earlier requests.
	 */
	boolean isHandingOver() {
		return this.renewal.isHandingOver();
	}

	/** Switches to a session with the next token, if there is one. */
	void handOver() {
		if (this.tokens.useNext()) {
			this.resumption.handedOver();
			boolean keep = presenceIsThatOfItsLastOwner() && this.sessions.isPresent();
			if (!keep) {
				this.host.closeLink(1000, "");
			}
			endSession(new SodpConnectionException("The session was handed over to one with a fresh token", null));
			if (keep) {
				this.kept.keep();
			}
			this.counters.attempts++;
			this.status.become(ConnectionState.CONNECTING, null);
			open();
		}
	}

	/**
	 * Whether a session that registers a presence takes it over from the one before.
	 */
	private boolean presenceIsThatOfItsLastOwner() {
		return this.status.capabilities().has(Feature.PRESENCE_OWNER);
	}

	/** Whether the session before this one is still there. */
	boolean isOverlapping() {
		return this.kept.isKept();
	}

	/** Everything that held the session before this one open belongs to this one. */
	void endOverlap() {
		this.kept.end();
	}

	/** Every watched key shows the server's value. */
	void restored() {
		if (state() == ConnectionState.CONNECTED) {
			this.resumption.restored();
			this.status.become(ConnectionState.RESTORED, null);
		}
	}

	// Ends

	void sessionRefused(Frame.Error error) {
		if (error.code() == ErrorCode.UNAUTHENTICATED) {
			tokenRefused(error.message());
			return;
		}
		String message = "The server refused the session: " + error.message() + " (code " + error.code() + ")";
		this.host.report(Source.PROTOCOL, error.code(), null, null, message, null);
		this.host.closeLink(1000, "");
		attemptFailed(new SodpConnectionException(message, null));
	}

	/** The peer violates the protocol: this session cannot continue. */
	void protocolBroken(String message, @Nullable Throwable cause) {
		this.host.report(Source.PROTOCOL, null, null, null, message, cause);
		this.host.closeLink(1002, "Protocol error");
		attemptFailed(new SodpConnectionException(message, cause));
	}

	void linkDead() {
		String message = "Connection lost: no sign of life from the server for "
				+ this.options.pingInterval().multipliedBy(2).toMillis() + " ms";
		this.host.report(Source.TRANSPORT, null, null, null, message, null);
		this.host.abortLink();
		attemptFailed(new SodpConnectionException(message, null));
	}

	/** 401: one fresh token if there is a provider, then no further attempt. */
	private void tokenRefused(String message) {
		SodpAuthenticationException reason = new SodpAuthenticationException("Not authenticated: " + message, null);
		this.host.report(Source.AUTHENTICATION, ErrorCode.UNAUTHENTICATED, null, null, "Not authenticated: " + message,
				null);
		this.host.closeLink(1000, "");
		if (!this.tokens.refused() || !this.options.reconnect()) {
			giveUp(reason);
			return;
		}
		if (isLive() && !this.stable) {
			attemptFailed(reason);
			return;
		}
		endSession(reason);
		this.status.failed(reason);
		connect();
	}

	/**
	 * The session has ended or never became live: try again later, unless reconnecting is
	 * switched off.
	 */
	private void attemptFailed(Throwable reason) {
		if (!this.options.reconnect()) {
			giveUp(reason);
			return;
		}
		endSession(reason);
		long delay = this.backoff.next(this.random);
		this.deadlines.set(Timer.RECONNECT, this.host.nanoTime() + delay);
		this.status.becomeWaiting(delay, reason);
	}

	private void giveUp(Throwable reason) {
		endSession(reason);
		this.sessions.noMoreSessions("the client has given up connecting", reason);
		this.status.become(ConnectionState.FAILED, reason);
	}

	private void endSession(Throwable reason) {
		this.attempt++;
		this.phase = Phase.IDLE;
		this.kept.end();
		this.tokens.sessionEnded();
		for (Timer timer : SESSION_TIMERS) {
			this.deadlines.clear(timer);
		}
		this.sessions.sessionEnded(reason);
	}

	// Time

	void onTimers(long now) {
		if (this.deadlines.take(Timer.TOKEN, now)) {
			tokenFailed(this.attempt, new SodpConnectionException(
					"no token within " + this.options.tokenTimeout().toMillis() + " ms", null));
		}
		if (this.deadlines.take(Timer.CONNECT, now)) {
			String message = "Could not connect: no live session within " + this.options.connectTimeout().toMillis()
					+ " ms" + this.host.linkDetails();
			this.host.report(Source.TRANSPORT, null, null, null, message, null);
			this.host.abortLink();
			attemptFailed(new SodpConnectionException(message, null));
		}
		if (this.deadlines.take(Timer.RECONNECT, now)) {
			connect();
		}
		if (this.deadlines.take(Timer.TOKEN_REFRESH, now)) {
			askForToken();
		}
		if (this.deadlines.take(Timer.HAND_OVER, now)) {
			handOver();
		}
		if (this.deadlines.take(Timer.KEPT_SESSION, now)) {
			this.kept.end();
		}
		if (this.deadlines.take(Timer.STABLE, now)) {
			this.stable = true;
			this.backoff.reset();
			this.tokens.accepted();
		}
	}

}
