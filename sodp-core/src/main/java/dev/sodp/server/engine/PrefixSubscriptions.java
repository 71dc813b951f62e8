// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.StateRejectedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * WATCH and RESUME of all keys with a prefix (protocol section 3), paced by the session's
 * queue.
 */
final class PrefixSubscriptions {

	/** Keys that the cursor looks at in one step, or that the policy is asked about. */
	private static final int PAGE = 128;

	private final StateStore store;

	private final LongSupplier version;

	private final Sessions sessions;

	private final AccessControl access;

	private final PrefixAudiences audiences;

	private final int mostDenials;

	private final Consumer<Session> goOn;

	private final Consumer<PrefixWatch> revoked;

	/**
	 * Creates it.
	 * @param store the keys
	 * @param version up to which version all of them are known
	 * @param sessions sends
	 * @param access tells who need not be asked about
	 * @param audiences who watches prefixes
	 * @param mostDenials keys below the prefixes of a session that it must not read
	 * @param goOn notified of sessions whose cursor can go on
	 * @param revoked notified of watches that were ended as access was taken away
	 */
	PrefixSubscriptions(StateStore store, LongSupplier version, Sessions sessions, AccessControl access,
			PrefixAudiences audiences, int mostDenials, Consumer<Session> goOn, Consumer<PrefixWatch> revoked) {
		this.revoked = revoked;
		this.store = store;
		this.version = version;
		this.sessions = sessions;
		this.access = access;
		this.audiences = audiences;
		this.mostDenials = mostDenials;
		this.goOn = goOn;
	}

	/**
	 * Begins a watch, or begins it again.
	 * @param session the session
	 * @param request names a pattern
	 */
	void begin(Session session, SubscribeRequest request) {
		end(session, request.key());
		SessionPrefixes prefixes = session.obtainPrefixes();
		if (prefixes.isFull()) {
			String reason = "A session may watch at most " + SessionPrefixes.MOST_WATCHES + " prefixes";
			session.port().limited(reason);
			throw new StateRejectedException(ErrorCode.RATE_LIMITED, reason);
		}
		PrefixWatch watch = new PrefixWatch(session, request, stream(request));
		Long since = request.sinceVersion();
		if (since != null && since > 0) {
			// The client's rights may have changed since then.
			if (this.access.isUnlimited(session) && this.store.remembersSince(since)) {
				watch.resume(since);
			}
			else {
				watch.reset();
			}
		}
		prefixes.add(watch);
		session.revoked().remove(watch.pattern());
		this.audiences.add(watch);
	}

	/** The client's own, by which it tells this view from an earlier one. */
	private long stream(SubscribeRequest request) {
		return Frame.isSuggested(request.stream()) ? request.stream() : this.store.newStream();
	}

	/**
	 * Ends a watch.
	 * @param session the session
	 * @param pattern what it watches, or something else
	 */
	void end(Session session, String pattern) {
		SessionPrefixes prefixes = session.prefixes();
		PrefixWatch watch = (prefixes != null) ? prefixes.remove(pattern) : null;
		if (prefixes != null && watch != null) {
			this.audiences.remove(watch);
			if (prefixes.watches().isEmpty()) {
				prefixes.forget();
			}
		}
	}

	void endAll(Session session) {
		SessionPrefixes prefixes = session.prefixes();
		if (prefixes != null) {
			prefixes.watches().forEach(this.audiences::remove);
			prefixes.watches().clear();
			prefixes.forget();
		}
	}

	/** The policy's answers have changed. */
	void recheck(Session session) {
		SessionPrefixes prefixes = session.prefixes();
		if (prefixes != null && !prefixes.watches().isEmpty()) {
			prefixes.recheck();
			check(session, prefixes);
			this.goOn.accept(session);
			ask(session, prefixes);
		}
	}

	/** Whether a session receives the changes of a key by its prefix. */
	boolean isLive(Session session, String key) {
		SessionPrefixes prefixes = session.prefixes();
		return prefixes != null && prefixes.first(key) != null && !prefixes.isSilent(key);
	}

	/** Whether anyone watches a prefix. */
	boolean isNeeded() {
		return !this.audiences.isEmpty();
	}

	/** Whether there is something to send, or to ask. */
	boolean isDue(Session session) {
		SessionPrefixes prefixes = session.prefixes();
		return prefixes != null
				&& (!prefixes.granted().isEmpty() || (!prefixes.isBlocked() && prefixes.incomplete() != null));
	}

	/** Goes on as far as there is room, or asks the policy whether it may. */
	void advance(Session session) {
		SessionPrefixes prefixes = session.obtainPrefixes();
		PrefixWatch incomplete = prefixes.incomplete();
		if (!prefixes.granted().isEmpty()) {
			grant(prefixes);
		}
		else if (incomplete != null) {
			advance(session, prefixes, incomplete);
		}
	}

	private void grant(SessionPrefixes prefixes) {
		String key = prefixes.granted().iterator().next();
		prefixes.granted().remove(key);
		KeyEntry entry = this.store.find(key);
		if (entry == null || !entry.isInitialized()) {
			return;
		}
		for (PrefixWatch watch : prefixes.watches()) {
			// The client may be about to end one of them.
			if (watch.isLive(key)) {
				send(watch, key, entry.version(), entry.value(), true);
			}
		}
	}

	/**
	 * Checks what the session receives again, whether it reads or not, as nothing is
	 * sent.
	 */
	private void check(Session session, SessionPrefixes prefixes) {
		PrefixWatch watch = prefixes.rechecked();
		while (watch != null && !prefixes.isBlocked()) {
			check(session, prefixes, watch);
			watch = prefixes.rechecked();
		}
	}

	private void check(Session session, SessionPrefixes prefixes, PrefixWatch watch) {
		List<String> keys = watch.nextRechecked(this.store.names(), PAGE);
		for (String key : keys) {
			if (!isKnown(session, prefixes, key)) {
				block(session, prefixes);
				return;
			}
			watch.rechecked(key);
			prefixes.passed(key);
		}
		if (keys.isEmpty()) {
			watch.rechecked(null);
		}
	}

	private void advance(Session session, SessionPrefixes prefixes, PrefixWatch watch) {
		List<String> keys = watch.nextKeys(this.store.names(), PAGE);
		if (!keys.isEmpty()) {
			pass(session, prefixes, watch, keys);
		}
		else if (watch.since() > 0) {
			passedAll(watch);
		}
		else if (!watch.deletions().isEmpty()) {
			reportDeletions(session, watch);
		}
		else {
			watch.complete();
			this.sessions.send(session, new Frame.StateInit(watch.stream(), session.nextSeq(), watch.pattern(),
					this.version.getAsLong(), NullNode.getInstance(), false, watch.params(), true, watch.isReset()));
		}
	}

	/** Looks for deletions only now, so that they need not be collected meanwhile. */
	private void passedAll(PrefixWatch watch) {
		if (this.store.remembersSince(watch.since())) {
			watch.passedAll(this.store.deletionsSince(watch.prefix(), watch.since()));
		}
		else {
			watch.repeat();
		}
	}

	private void pass(Session session, SessionPrefixes prefixes, PrefixWatch watch, List<String> keys) {
		for (String key : keys) {
			if (!isKnown(session, prefixes, key)) {
				block(session, prefixes);
				return;
			}
			if (!session.outbox().hasRoom()) {
				return;
			}
			KeyEntry entry = this.store.find(key);
			if (entry != null && watch.isNews(entry.version()) && !prefixes.isDenied(key)) {
				send(watch, key, entry.version(), entry.value(), entry.isInitialized());
			}
			watch.passed(key);
			prefixes.passed(key);
		}
	}

	/** Only of sessions that may read everything. */
	private void reportDeletions(Session session, PrefixWatch watch) {
		while (!watch.deletions().isEmpty() && session.outbox().hasRoom()) {
			PrefixWatch.Deletion next = watch.deletions().remove();
			KeyEntry entry = this.store.find(next.key());
			if (entry == null || !entry.isInitialized()) {
				send(watch, next.key(), next.version(), NullNode.getInstance(), false);
			}
		}
	}

	private void send(PrefixWatch watch, String key, long version, JsonNode value, boolean initialized) {
		Session session = watch.session();
		this.sessions.send(session,
				new Frame.StateInit(watch.stream(), session.nextSeq(), key, version, value, initialized, null));
	}

	private boolean isKnown(Session session, SessionPrefixes prefixes, String key) {
		return this.access.isUnlimited(session) || prefixes.isAnswered(key);
	}

	private void block(Session session, SessionPrefixes prefixes) {
		prefixes.block();
		ask(session, prefixes);
	}

	/** One question at a time. */
	private void ask(Session session, SessionPrefixes prefixes) {
		if (prefixes.isAsking()) {
			return;
		}
		Set<String> keys = new LinkedHashSet<>(prefixes.unknown());
		if (prefixes.isBlocked()) {
			PrefixWatch rechecked = prefixes.rechecked();
			PrefixWatch incomplete = prefixes.incomplete();
			if (rechecked != null) {
				keys.addAll(rechecked.nextRechecked(this.store.names(), PAGE));
			}
			else if (incomplete != null) {
				keys.addAll(incomplete.nextKeys(this.store.names(), PAGE));
			}
		}
		if (!keys.isEmpty()) {
			session.port().askAccess(prefixes.ask(), List.copyOf(keys));
		}
	}

	/**
	 * The policy has answered.
	 * @param session the session
	 * @param question the number of the question
	 * @param keys the keys it was asked about
	 * @param denied those of them that the session must not read
	 */
	void answered(Session session, long question, Collection<String> keys, Set<String> denied) {
		SessionPrefixes prefixes = session.prefixes();
		List<String> revoked = (prefixes != null) ? prefixes.answered(question, keys, denied) : null;
		if (prefixes == null || revoked == null) {
			return;
		}
		revoked.forEach((key) -> revoke(session, prefixes, key));
		check(session, prefixes);
		if (prefixes.denials() > this.mostDenials) {
			giveUp(session, prefixes);
		}
		this.goOn.accept(session);
		ask(session, prefixes);
	}

	private void revoke(Session session, SessionPrefixes prefixes, String key) {
		for (PrefixWatch watch : List.copyOf(prefixes.watches())) {
			if (key.startsWith(watch.prefix()) && watch.covers(key)) {
				end(session, watch.pattern());
				this.revoked.accept(watch);
			}
		}
	}

	private void giveUp(Session session, SessionPrefixes prefixes) {
		List<PrefixWatch> watches = List.copyOf(prefixes.watches());
		endAll(session);
		for (PrefixWatch watch : watches) {
			String reason = "There are more than " + this.mostDenials + " keys below '" + watch.pattern()
					+ "' that must not be read";
			session.port().limited(reason);
			this.sessions.sendError(session, watch.stream(), ErrorCode.RATE_LIMITED, reason);
		}
	}

	/**
	 * A change of a key is committed.
	 * @param entry the key as it is now
	 * @param delta the change
	 * @param created whether the key did not exist before
	 */
	void committed(KeyEntry entry, OutboxItem.LiveDelta delta, boolean created) {
		forEachWatch(entry, (watch, prefixes) -> deliver(watch.session(), prefixes, entry.key(), delta, created));
	}

	/**
	 * What is known of a key was read again, so that there is no delta.
	 * @param entry the key as it is now
	 * @param created whether the key did not exist before
	 */
	void replaced(KeyEntry entry, boolean created) {
		forEachWatch(entry, (watch, prefixes) -> present(watch, prefixes, entry, created));
	}

	/** One for each session that receives the changes of a key by a prefix only. */
	private void forEachWatch(KeyEntry entry, BiConsumer<PrefixWatch, SessionPrefixes> action) {
		for (PrefixWatch watch : this.audiences.of(entry.key())) {
			Session session = watch.session();
			SessionPrefixes prefixes = session.prefixes();
			if (session.isEnded() || prefixes == null) {
				continue;
			}
			if (watch.equals(prefixes.first(entry.key())) && !session.subscriptions().containsKey(entry.key())) {
				action.accept(watch, prefixes);
			}
			if (!entry.isInitialized()) {
				prefixes.gone(entry.key());
			}
		}
	}

	private void present(PrefixWatch watch, SessionPrefixes prefixes, KeyEntry entry, boolean created) {
		if (created && !this.access.isUnlimited(watch.session())) {
			prefixes.created(entry.key());
			ask(watch.session(), prefixes);
		}
		else if (!prefixes.isSilent(entry.key())) {
			send(watch, entry.key(), entry.version(), entry.value(), entry.isInitialized());
		}
	}

	private void deliver(Session session, SessionPrefixes prefixes, String key, OutboxItem.LiveDelta delta,
			boolean created) {
		if (created && !this.access.isUnlimited(session)) {
			prefixes.created(key);
			ask(session, prefixes);
		}
		else if (!prefixes.isSilent(key)) {
			offer(session, key, delta);
		}
	}

	private void offer(Session session, String key, OutboxItem.LiveDelta delta) {
		if (session.outbox().offer(delta)) {
			session.port().writable();
		}
		else {
			this.sessions.evict(session, key);
		}
	}

}
