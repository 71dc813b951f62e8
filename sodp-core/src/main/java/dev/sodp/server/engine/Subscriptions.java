// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * WATCH, RESUME and UNWATCH (protocol section 3).
 *
 * <p>
 * Requests wait in the session until its queue has room, so that it does not overflow,
 * however many keys there are. A request is answered, and its subscription begins, in one
 * step: no delta falls between snapshot and subscription, and none is sent that the
 * snapshot contains.
 */
final class Subscriptions {

	private static final int MAX_PARAMS_BYTES = 16 * 1024;

	/**
	 * Pages of a prefix in one step, as those without changes leave nothing to wait for.
	 */
	private static final int MOST_PAGES = 8;

	/** Beyond this, a session is not read until some of its keys have been loaded. */
	private static final int MOST_LOADING = 512;

	private final SodpServerOptions options;

	private final StateStore store;

	private final Sessions sessions;

	private final RevokedKeys revoked;

	private final PrefixSubscriptions prefixes;

	private final Loads loads;

	private final HeldPrefixes heldPrefixes;

	Subscriptions(SodpServerOptions options, StateStore store, Sessions sessions, Loads loads,
			HeldPrefixes heldPrefixes, AccessControl access, PrefixAudiences audiences, LongSupplier version) {
		this.heldPrefixes = heldPrefixes;
		this.revoked = new RevokedKeys(sessions, this::goOn);
		this.prefixes = new PrefixSubscriptions(store, version, sessions, access, audiences,
				options.maxKeysPerSession(), this::goOn,
				(watch) -> this.revoked.add(watch.session(), watch.pattern(), watch.stream()));
		this.loads = loads;
		this.options = options;
		this.store = store;
		this.sessions = sessions;
	}

	PrefixSubscriptions prefixes() {
		return this.prefixes;
	}

	void watch(Session session, Frame.Watch frame, Verdict verdict) {
		if (verdict.isLimited()) {
			beyondRate(session, frame.stream());
			return;
		}
		JsonNode params = frame.params();
		Set<String> keys = new LinkedHashSet<>(frame.states());
		// An ERROR on the stream of a request for several keys would refuse the others,
		// too.
		long errorStream = (frame.states().size() == 1) ? frame.stream() : Frame.CONTROL_STREAM;
		if (mayCarry(session, params, errorStream) && mayWatch(session, keys, errorStream)) {
			keys.forEach((key) -> request(session,
					new SubscribeRequest(key, errorStream, null, params, verdict.denies(key))));
			pump(session);
		}
	}

	void resume(Session session, Frame.Resume frame, Verdict verdict) {
		if (verdict.isLimited()) {
			beyondRate(session, frame.stream());
		}
		else if (mayCarry(session, frame.params(), frame.stream())
				&& mayWatch(session, Set.of(frame.state()), frame.stream())) {
			request(session, new SubscribeRequest(frame.state(), frame.stream(), frame.sinceVersion(), frame.params(),
					verdict.denies(frame.state())));
			pump(session);
		}
	}

	void unwatch(Session session, Frame.Unwatch frame) {
		Set<String> keys = new HashSet<>(frame.states());
		session.requests().removeIf((request) -> keys.contains(request.key()));
		session.loading().removeIf((request) -> request.isWithdrawn(keys));
		for (String key : keys) {
			KeyEntry entry = session.subscriptions().remove(key);
			if (entry != null) {
				unsubscribe(session, entry);
			}
			session.revoked().remove(key);
			this.prefixes.end(session, key);
		}
		pump(session);
	}

	/**
	 * What a session watches or has requested.
	 * @param session the session
	 * @return a copy
	 */
	Set<String> keys(Session session) {
		Set<String> keys = new HashSet<>(session.subscriptions().keySet());
		session.requests().forEach((request) -> keys.add(request.key()));
		session.loading().forEach((loading) -> keys.add(loading.request.key()));
		keys.removeIf((key) -> !Keys.isValid(key)); // refused when their turn comes
		return keys;
	}

	/**
	 * Takes away the access to keys (protocol section 3).
	 * @param session whose access
	 * @param keys the keys
	 * @return the number of subscriptions that were ended
	 */
	int revoke(Session session, Set<String> keys) {
		List<SubscribeRequest> requests = List.copyOf(session.requests());
		session.requests().clear();
		requests.forEach((request) -> request(session, keys.contains(request.key()) ? request.revoked() : request));
		for (LoadingRequest loading : List.copyOf(session.loading())) {
			if (keys.contains(loading.request.key())) {
				session.loading().remove(loading);
				loading.withdraw();
				session.requests().add(loading.request.revoked());
			}
		}
		int count = 0;
		for (String key : keys) {
			KeyEntry entry = session.subscriptions().remove(key);
			if (entry != null) {
				this.revoked.add(session, key, entry.stream());
				unsubscribe(session, entry);
				count++;
			}
		}
		goOn(session);
		return count;
	}

	/**
	 * The last call of a session has been answered.
	 * @param session the session
	 */
	void idle(Session session) {
		if (!session.revoked().isEmpty()) {
			goOn(session);
		}
	}

	/**
	 * Answers as many requests as there is room for.
	 * @param session the session
	 */
	void pump(Session session) {
		int pages = 0;
		while (isPending(session)) {
			// Set before checking, so that a writer that makes room in between sees it.
			session.waiting(true);
			if (!session.outbox().hasRoom()) {
				return;
			}
			if (this.revoked.isDue(session)) {
				this.revoked.report(session);
			}
			else if (session.requests().isEmpty() && ++pages > MOST_PAGES) {
				session.port().proceedLater();
				return;
			}
			else if (session.loading().size() < MOST_LOADING) {
				proceed(session);
			}
			else {
				return;
			}
		}
		session.waiting(false);
	}

	private void proceed(Session session) {
		SubscribeRequest next = session.requests().poll();
		if (next == null) {
			this.prefixes.advance(session);
		}
		else {
			answer(session, next);
		}
	}

	private boolean isPending(Session session) {
		return !session.isEnded()
				&& (!session.requests().isEmpty() || this.revoked.isDue(session) || this.prefixes.isDue(session));
	}

	/** Outside the handling of its frames. */
	void goOn(Session session) {
		boolean waited = session.isWaiting();
		pump(session);
		if (waited && !session.isWaiting() && !session.isEnded()) {
			session.port().readable();
		}
	}

	void dropAll(Session session) {
		session.requests().clear();
		session.revoked().clear();
		this.prefixes.endAll(session);
		session.loading().forEach(LoadingRequest::withdraw);
		session.loading().clear();
		session.waiting(false);
		session.subscriptions().values().forEach((entry) -> unsubscribe(session, entry));
		session.subscriptions().clear();
	}

	private void beyondRate(Session session, long stream) {
		limited(session, stream, "More than " + this.options.watchesPerSecond() + " WATCH or RESUME in a second");
	}

	/**
	 * Whether a session may watch these keys in addition to those it already watches or
	 * has requested.
	 */
	private boolean mayWatch(Session session, Set<String> keys, long errorStream) {
		int limit = this.options.maxKeysPerSession();
		Set<String> watched = session.subscriptions().keySet();
		int taken = session.watchCount() + session.requests().size() + session.loading().size();
		if (taken + keys.size() <= limit
				|| taken + keys.stream().filter((key) -> !watched.contains(key)).count() <= limit) {
			return true;
		}
		limited(session, errorStream, "A session may watch at most " + limit + " keys");
		return false;
	}

	private void limited(Session session, long stream, String reason) {
		session.port().limited(reason);
		this.sessions.sendError(session, stream, ErrorCode.RATE_LIMITED, reason);
	}

	/**
	 * Parameters are echoed with each key, so a small request could have a huge answer.
	 */
	private boolean mayCarry(Session session, @Nullable JsonNode params, long errorStream) {
		if (params == null || FrameEncoder.encodedSize(params, MAX_PARAMS_BYTES) <= MAX_PARAMS_BYTES) {
			return true;
		}
		this.sessions.sendError(session, errorStream, ErrorCode.BAD_REQUEST,
				"The parameters of a request may take at most " + MAX_PARAMS_BYTES + " bytes");
		return false;
	}

	private void request(Session session, SubscribeRequest request) {
		session.requests().add(request);
	}

	private void answer(Session session, SubscribeRequest request) {
		KeyEntry entry;
		try {
			checkParams(request);
			if (PrefixWatch.isPattern(request.key())) {
				watchPrefix(session, request);
				return;
			}
			Keys.check(request.key());
			if (request.denied()) {
				throw new StateRejectedException(ErrorCode.DENIED, "Not allowed to read '" + request.key() + "'");
			}
			if (this.loads.isNeeded(request.key(), this.store.find(request.key()))) {
				LoadingRequest loading = new LoadingRequest(session, request);
				this.loads.await(request.key(), loading);
				session.loading().add(loading);
				return;
			}
			entry = this.store.obtain(request.key());
		}
		catch (StateRejectedException ex) {
			this.sessions.sendError(session, request.stream(), ex.code(), String.valueOf(ex.getMessage()));
			return;
		}
		boolean subscribed = session.subscriptions().put(entry.key(), entry) != null
				|| this.prefixes.isLive(session, entry.key());
		entry.subscribe(session);
		session.revoked().remove(entry.key());
		// Deltas of a key that is already subscribed may be queued; a replay would
		// duplicate them.
		if (request.sinceVersion() != null && !subscribed) {
			replay(session, entry, request.sinceVersion());
		}
		sendSnapshot(session, entry, request.params());
	}

	private void watchPrefix(Session session, SubscribeRequest request) {
		String prefix = PrefixWatch.prefix(request.key());
		if (this.heldPrefixes.isMissing(prefix)) {
			LoadingRequest loading = new LoadingRequest(session, request);
			this.heldPrefixes.await(prefix, loading);
			session.loading().add(loading);
		}
		else {
			this.prefixes.begin(session, request);
		}
	}

	/** They are echoed, and NaN and infinities could be read but not sent. */
	private static void checkParams(SubscribeRequest request) {
		if (request.params() == null) {
			return;
		}
		try {
			Values.immutable(request.params());
		}
		catch (InvalidValueException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					"Parameters of '" + request.key() + "': " + ex.getMessage());
		}
	}

	private void replay(Session session, KeyEntry entry, long sinceVersion) {
		if (sinceVersion < 0 || sinceVersion > entry.version() || this.store.versions().isLost(sinceVersion)) {
			return;
		}
		Optional<List<EncodedDelta>> deltas = entry.log().since(sinceVersion);
		if (deltas.isEmpty() || deltas.get().size() >= session.outbox().limit()) {
			return;
		}
		this.store.resumed(entry);
		for (EncodedDelta delta : deltas.get()) {
			session.outbox().add(new OutboxItem.ReplayedDelta(delta));
		}
	}

	private void sendSnapshot(Session session, KeyEntry entry, @Nullable JsonNode params) {
		this.sessions.send(session, new Frame.StateInit(entry.stream(), session.nextSeq(), entry.key(), entry.version(),
				entry.value(), entry.isInitialized(), params));
	}

	private void unsubscribe(Session session, KeyEntry entry) {
		entry.unsubscribe(session);
		this.store.release(entry);
	}

	/** A request of a key that is being loaded. */
	final class LoadingRequest implements LoadWaiter {

		private final Session session;

		private final SubscribeRequest request;

		LoadingRequest(Session session, SubscribeRequest request) {
			this.session = session;
			this.request = request;
		}

		/** Withdraws it if it is about one of these keys. */
		private boolean isWithdrawn(Set<String> keys) {
			boolean about = keys.contains(this.request.key());
			if (about) {
				withdraw();
			}
			return about;
		}

		private void withdraw() {
			if (PrefixWatch.isPattern(this.request.key())) {
				Subscriptions.this.heldPrefixes.withdraw(PrefixWatch.prefix(this.request.key()), this);
			}
			else {
				Subscriptions.this.loads.withdraw(this.request.key(), this);
			}
		}

		@Override
		public void loaded() {
			if (this.session.loading().remove(this)) {
				this.session.requests().add(this.request);
				goOn(this.session);
			}
		}

		@Override
		public void refused(StateRejectedException reason) {
			if (this.session.loading().remove(this)) {
				Subscriptions.this.sessions.sendError(this.session, this.request.stream(), reason.code(),
						String.valueOf(reason.getMessage()));
				goOn(this.session);
			}
		}

	}

}
