// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sodp.client.KeyStatus;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.Watched.Status;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the application watches: subscribers of keys and of prefixes that come and go, and
 * the requests that follow from it.
 */
final class WatchRegistry {

	private final ClientHost host;

	private final FrameSender outbound;

	private final UnansweredRequests unanswered;

	private final Restore restore;

	private final LiveUpdates updates;

	private final VersionWaits versionWaits;

	/** Describes the server, for humans. */
	private final Supplier<String> server;

	private final Map<String, WatchedKey> keys;

	private final WatchedPrefixes prefixes;

	private final AnnouncedStreams streams;

	private final PrefixMembers members;

	private Capabilities capabilities = Capabilities.NONE;

	private boolean live;

	WatchRegistry(ClientHost host, FrameSender outbound, UnansweredRequests unanswered, Restore restore,
			LiveUpdates updates, VersionWaits versionWaits, Supplier<String> server, Map<String, WatchedKey> keys,
			WatchedPrefixes prefixes, AnnouncedStreams streams) {
		this.host = host;
		this.outbound = outbound;
		this.unanswered = unanswered;
		this.restore = restore;
		this.updates = updates;
		this.versionWaits = versionWaits;
		this.server = server;
		this.keys = keys;
		this.prefixes = prefixes;
		this.streams = streams;
		this.members = new PrefixMembers(host, outbound, restore, updates, this, keys, prefixes);
	}

	/** How keys stand to the prefixes that are watched. */
	PrefixMembers members() {
		return this.members;
	}

	/** The key, if it is watched; may be called from any thread. */
	@Nullable WatchedKey find(String key) {
		return this.keys.get(key);
	}

	/** Whether a key is watched, by itself or by a prefix, whether it exists or not. */
	boolean isWatched(String key) {
		return this.keys.containsKey(key) || this.prefixes.cover(key);
	}

	/** Up to which version all changes of a key are known, or -1 if it is not in sync. */
	long reached(String name) {
		WatchedKey key = this.keys.get(name);
		if (key != null) {
			return (key.status() == Status.LIVE) ? key.version() : -1;
		}
		return this.prefixes.of(name)
			.stream()
			.filter((prefix) -> prefix.status() == Status.LIVE)
			.mapToLong(WatchedPrefix::version)
			.max()
			.orElse(-1);
	}

	/** What is watched under a name; may be called from any thread. */
	@Nullable Watched watched(String name) {
		Watched prefix = this.prefixes.find(name);
		return (prefix != null) ? prefix : this.keys.get(name);
	}

	/** The keys that are known, by themselves or by a watched prefix; from any thread. */
	Collection<WatchedKey> keys() {
		return this.keys.values();
	}

	/** What the application watches, which does not include each key of a prefix. */
	private Stream<Watched> all() {
		return Stream.concat(this.keys.values().stream().filter(WatchedKey::isSingle), this.prefixes.all().stream());
	}

	/** What a STATE_INIT of this connection announced on a stream. */
	@Nullable Watched announced(long stream) {
		for (WatchedPrefix prefix : this.prefixes.all()) {
			if (prefix.isAnnouncedOn(stream)) {
				return prefix;
			}
		}
		return this.streams.find(stream);
	}

	/** Also the keys of prefixes. */
	List<Watched> everything() {
		return Stream.<Watched>concat(this.keys.values().stream(), this.prefixes.all().stream()).toList();
	}

	List<KeyStatus> statuses() {
		return all().map(Watched::keyStatus).sorted(Comparator.comparing(KeyStatus::key)).toList();
	}

	int size() {
		return (int) all().count();
	}

	int pending() {
		return (int) all().filter(Watched::isPending).count();
	}

	/** Events of all keys that wait for callbacks. */
	int waitingEvents() {
		return all().flatMap((watched) -> watched.subscribers().stream()).mapToInt(Subscriber::waiting).sum();
	}

	void sessionLive(Capabilities newCapabilities, boolean resumeAllowed) {
		this.live = true;
		this.capabilities = newCapabilities;
		if (!resumeAllowed) {
			everything().forEach((watched) -> watched.outdated = true);
		}
		for (WatchedKey key : this.keys.values()) {
			key.requestAlone = false;
			key.requestAfresh = false;
			if (key.isSingle() || (key.suspect && isCovered(key))) {
				request(key);
			}
		}
		for (WatchedPrefix prefix : this.prefixes.all()) {
			prefix.requestAfresh = false;
			request(prefix);
		}
		pump();
	}

	void sessionEnded() {
		this.live = false;
		this.keys.values().forEach(WatchedKey::sessionEnded);
		this.prefixes.all().forEach(WatchedPrefix::sessionEnded);
	}

	private void pump() {
		if (this.live) {
			this.restore.pump();
		}
	}

	void watch(Collection<? extends Subscriber> subscribers, @Nullable JsonNode params) {
		for (Subscriber subscriber : subscribers) {
			String name = subscriber.key();
			if (StateKeys.isPattern(name)) {
				watchPrefix(subscriber, params);
				continue;
			}
			WatchedKey key = this.keys.get(name);
			if (key == null) {
				key = new WatchedKey(name, params, this.host::now);
				this.keys.put(name, key);
			}
			if (!key.isSingle()) {
				key.params(params);
			}
			if (this.live && (key.status() == Status.WAITING || key.status() == Status.DENIED)) {
				request(key);
			}
			key.subscribers().add(subscriber);
			if (key.replica().isKnown()) {
				deliverKnown(subscriber, key);
			}
		}
		pump();
	}

	/**
	 * Puts a key in line. Its prefix does not wait until the deltas since then are sent.
	 */
	void request(WatchedKey key) {
		key.requestAfresh |= isCovered(key);
		this.restore.add(key);
	}

	/** Whether the requests of this session can be sent. */
	boolean isLive() {
		return this.live;
	}

	/** Whether a key has a prefix that the server of this session sends. */
	private boolean isCovered(WatchedKey key) {
		return this.capabilities.has(Feature.PREFIX_WATCH) && this.prefixes.cover(key.key());
	}

	private void deliverKnown(Subscriber subscriber, WatchedKey key) {
		this.host.deliver(subscriber,
				key.replica().current().event(key.key(), WatchMeta.Source.CACHE, this.host.nanoTime(), null));
	}

	private void watchPrefix(Subscriber subscriber, @Nullable JsonNode params) {
		WatchedPrefix known = this.prefixes.find(subscriber.key());
		WatchedPrefix prefix = (known != null) ? known
				: new WatchedPrefix(subscriber.key(), params, this.host::now, this.members::left);
		prefix.subscribers().add(subscriber);
		if (known == null) {
			this.prefixes.add(prefix);
		}
		if (this.live && (known == null || prefix.status() == Status.DENIED)) {
			request(prefix);
		}
		for (WatchedKey key : this.keys.values()) {
			if (key.member && prefix.covers(key.key()) && key.isInitialized()) {
				deliverKnown(subscriber, key);
			}
		}
		if (prefix.status() == Status.LIVE) {
			this.host.viewed(subscriber);
		}
	}

	/** Other servers would take the name of a prefix for that of a key. */
	private void request(WatchedPrefix prefix) {
		if (this.capabilities.has(Feature.PREFIX_WATCH)) {
			this.restore.add(prefix);
		}
		else {
			deny(prefix,
					new Frame.Error(Frame.CONTROL_STREAM, 0, ErrorCode.UNKNOWN_METHOD,
							"'" + prefix.key() + "' cannot be watched: " + this.server.get()
									+ " does not support prefixes (capability " + Feature.PREFIX_WATCH.wireName()
									+ "). Watch its keys one by one"));
		}
	}

	/**
	 * Adds a subscriber that waits for a snapshot which is requested from now on: the
	 * server may have answered an earlier request before what the subscriber must see.
	 */
	void watchAfresh(FetchSubscriber subscriber) {
		WatchedKey key = this.keys.get(subscriber.key());
		if (key != null && key.status() == Status.REQUESTED) {
			subscriber.skipNextSnapshot();
		}
		else if (key != null && key.status() == Status.LIVE) {
			refresh(key);
		}
		watch(List.of(subscriber), null);
	}

	/** Requests the value of a key that is in sync anew. */
	void refresh(String name) {
		WatchedKey key = this.keys.get(name);
		if (key != null && key.status() == Status.LIVE) {
			refresh(key);
			pump();
		}
	}

	/** A key that is in sync is requested like one that is not, so that one rule does. */
	void refresh(WatchedKey key) {
		this.outbound.unwatch(List.of(key.key()));
		key.requestAfresh = true;
		this.restore.add(key);
	}

	/** Ends subscriptions; the last one to a key or a prefix also removes it. */
	void release(Collection<? extends Subscriber> subscribers) {
		Set<Watched> unused = new LinkedHashSet<>();
		for (Subscriber subscriber : subscribers) {
			Watched watched = watched(subscriber.key());
			if (watched != null && watched.subscribers().remove(subscriber) && watched.subscribers().isEmpty()) {
				unused.add(watched);
			}
		}
		end(unused);
	}

	void unwatch(String name) {
		Watched watched = watched(name);
		if (watched != null) {
			end(Set.of(watched));
		}
	}

	/** Ends every watch, because the client is closed. */
	void clear() {
		end(all().collect(Collectors.toSet()));
	}

	private void end(Set<Watched> unused) {
		Set<WatchedKey> forgotten = new LinkedHashSet<>();
		List<String> watchedByServer = new ArrayList<>();
		for (Watched watched : unused) {
			watched.subscribers().forEach(Subscriber::end);
			watched.subscribers().clear();
			this.members.doubtViewsBeside(watched);
			if (watched instanceof WatchedPrefix prefix) {
				forget(prefix, forgotten, watchedByServer);
			}
			else if (watched instanceof WatchedKey key) {
				if (this.members.isMember(key)) {
					this.members.leaveToPrefix(key, watchedByServer);
				}
				else {
					forgotten.add(key);
				}
			}
		}
		forget(forgotten, watchedByServer);
		pump();
	}

	private void forget(WatchedPrefix prefix, Set<WatchedKey> forgotten, List<String> watchedByServer) {
		this.prefixes.remove(prefix);
		for (WatchedKey key : this.keys.values()) {
			if (prefix.covers(key.key()) && !key.isSingle() && !this.prefixes.cover(key.key())) {
				forgotten.add(key);
			}
		}
		forgetRequests(prefix, watchedByServer);
	}

	/** A request was refused for the moment. */
	void putOff(Watched watched) {
		if (watched instanceof WatchedKey key) {
			key.suspect |= key.isHolding();
			if (key.isInitialized() && this.members.isVouched(key) && !key.isRead()) {
				key.subscribed = false;
				key.become(Status.LIVE);
				return;
			}
		}
		this.restore.add(watched);
	}

	/** A subscription is refused for this session. */
	void deny(Watched watched, Frame.Error error) {
		watched.abandoned();
		watched.become(Status.DENIED);
		if (watched instanceof WatchedKey key) {
			key.subscribed = false;
			key.suspect = true;
			this.updates.gone(key, key.version());
			if (!key.isSingle()) {
				forget(Set.of(key));
				return;
			}
		}
		boolean reported = watched.isRefusalReported();
		watched.subscribers().forEach((subscriber) -> subscriber.denied(error));
		if (!reported) {
			this.host.denied(watched.key(), error.code(), error.message());
		}
	}

	/** No one watches these keys any longer. */
	void forget(Set<WatchedKey> unused) {
		forget(unused, new ArrayList<>());
	}

	/**
	 * Takes all keys at once, so that many need few frames and no pass over each other.
	 */
	private void forget(Set<WatchedKey> unused, List<String> watchedByServer) {
		for (WatchedKey key : unused) {
			this.keys.remove(key.key());
			this.streams.release(key);
			forgetRequests(key, key.subscribed ? watchedByServer : new ArrayList<>());
		}
		this.outbound.unwatch(watchedByServer);
		this.versionWaits.forgotten(unused, this.prefixes::cover);
	}

	void forgetRequests(Watched watched, List<String> watchedByServer) {
		this.restore.remove(watched);
		this.updates.forget(watched);
		this.unanswered.giveUp(watched.key(), this.host.nanoTime());
		if (this.live
				&& (watched.status() == Status.REQUESTED || watched.status() == Status.LIVE || watched.isDoubtful())) {
			watchedByServer.add(watched.key());
		}
		watched.become(Status.WAITING);
	}

}
