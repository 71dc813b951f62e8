// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.client.engine.Watched.Status;

/**
 * How keys stand to the prefixes that are watched: which of them a prefix keeps in sync,
 * and what has to be requested where none does, or where that is in doubt.
 */
final class PrefixMembers {

	private final ClientHost host;

	private final FrameSender outbound;

	private final Restore restore;

	private final LiveUpdates updates;

	private final WatchRegistry registry;

	private final Map<String, WatchedKey> keys;

	private final WatchedPrefixes prefixes;

	PrefixMembers(ClientHost host, FrameSender outbound, Restore restore, LiveUpdates updates, WatchRegistry registry,
			Map<String, WatchedKey> keys, WatchedPrefixes prefixes) {
		this.host = host;
		this.outbound = outbound;
		this.restore = restore;
		this.updates = updates;
		this.registry = registry;
		this.keys = keys;
		this.prefixes = prefixes;
	}

	/**
	 * Deltas of a watch that ends say nothing about how far the view of a prefix of the
	 * same keys has come.
	 */
	void doubtViewsBeside(Watched ended) {
		for (WatchedPrefix prefix : this.prefixes.all()) {
			if (prefix != ended) {
				prefix.doubtDeltasOf(ended).forEach(this::doubted);
			}
		}
	}

	/** Only a request of the key itself tells what it is. */
	void doubted(String name) {
		WatchedKey key = this.keys.get(name);
		if (key == null) {
			key = new WatchedKey(name, null, this.host::now);
			this.keys.put(name, key);
		}
		if (!key.suspect) {
			key.suspect = true;
			this.updates.admit(key);
			if (!key.subscribed && (key.status() == Status.LIVE || key.status() == Status.WAITING)) {
				this.registry.request(key);
			}
		}
	}

	/** Whether subscribers of a prefix know of a key that exists, or may exist. */
	boolean isMember(WatchedKey key) {
		return key.member && this.prefixes.cover(key.key()) && (key.isInitialized() || key.suspect);
	}

	/**
	 * No one watches a key by itself any longer. If changes of it were lost, its own
	 * request goes on.
	 */
	void leaveToPrefix(WatchedKey key, List<String> watchedByServer) {
		if (this.registry.isLive() && key.suspect && this.prefixes.follow(key.key())) {
			if (!key.isPending()) {
				if (key.subscribed) {
					// The request may turn out not to be needed before it is sent.
					this.registry.forgetRequests(key, watchedByServer);
				}
				this.registry.request(key);
			}
			return;
		}
		boolean vouched = isVouched(key);
		if (key.subscribed) {
			this.registry.forgetRequests(key, watchedByServer);
		}
		this.restore.remove(key);
		key.become(vouched ? Status.LIVE : Status.WAITING);
	}

	/** Whether a prefix keeps a key in sync, whatever its own subscription is. */
	boolean isVouched(WatchedKey key) {
		return !key.suspect && this.prefixes.vouchFor(key.key());
	}

	/**
	 * A prefix keeps a key in sync from now on, so that nothing need be requested but
	 * what a caller waits for.
	 */
	void vouched(WatchedKey key) {
		key.suspect = false;
		key.takeHeld();
		key.takeDoubt();
		this.updates.forget(key);
		if (key.status() == Status.REQUESTED || (key.isRead() && key.status() != Status.LIVE)) {
			if (key.status() == Status.RESYNC_DUE) {
				this.registry.request(key);
			}
			key.noteState();
			return;
		}
		this.restore.remove(key);
		key.requestAfresh = false;
		key.become(Status.LIVE);
	}

	/** A view has passed a key in silence. */
	void unchanged(WatchedKey key) {
		if (key.suspect) {
			this.registry.request(key);
		}
		else {
			vouched(key);
		}
	}

	/** Keys of a prefix are no longer kept in sync by it. */
	void left(WatchedPrefix prefix) {
		for (WatchedKey key : this.keys.values()) {
			if (prefix.covers(key.key()) && !this.prefixes.vouchFor(key.key())) {
				leftAlone(key);
			}
		}
	}

	private void leftAlone(WatchedKey key) {
		if (key.status() == Status.LIVE && !key.subscribed) {
			key.become(Status.WAITING);
			if (this.registry.isLive() && key.isSingle()) {
				this.registry.request(key);
			}
		}
		else if (!key.isSingle() && !this.prefixes.follow(key.key())) {
			stopRequesting(key);
		}
	}

	/** The value may be outdated, and no one asks for another one. */
	private void stopRequesting(WatchedKey key) {
		List<String> watchedByServer = new ArrayList<>();
		this.registry.forgetRequests(key, watchedByServer);
		this.outbound.unwatch(watchedByServer);
	}

	/** The answer to the request of a key that no one watches by itself has arrived. */
	void settled(WatchedKey key) {
		this.outbound.unwatch(List.of(key.key()));
		key.subscribed = false;
		if (!key.isInitialized()) {
			this.registry.forget(Set.of(key));
		}
		else if (!isVouched(key)) {
			key.become(Status.WAITING);
		}
	}

}
