// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.Watched.Status;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/**
 * What the server sends about the keys of watched prefixes (protocol section 3): the
 * snapshots and the end of a view, and the deltas of keys that no one watches by
 * themselves. A key has one replica, however many prefixes it belongs to and whether it
 * is watched by itself or not.
 */
final class PrefixViews {

	private final ClientHost host;

	private final WatchRegistry registry;

	private final Map<String, WatchedKey> keys;

	private final WatchedPrefixes prefixes;

	private final UnansweredRequests unanswered;

	private final Restore restore;

	private final LiveUpdates updates;

	private final VersionWaits versionWaits;

	private final ClientCounters counters;

	PrefixViews(ClientHost host, WatchRegistry registry, Map<String, WatchedKey> keys, WatchedPrefixes prefixes,
			UnansweredRequests unanswered, Restore restore, LiveUpdates updates, VersionWaits versionWaits,
			ClientCounters counters) {
		this.host = host;
		this.registry = registry;
		this.keys = keys;
		this.prefixes = prefixes;
		this.unanswered = unanswered;
		this.restore = restore;
		this.updates = updates;
		this.versionWaits = versionWaits;
		this.counters = counters;
	}

	/**
	 * Whether a snapshot of a key belongs to a prefix, and not to a request of the key.
	 */
	boolean contain(Frame.StateInit frame, @Nullable WatchedKey key) {
		boolean mayAnswerKey = key != null && key.status() == Status.REQUESTED;
		for (WatchedPrefix prefix : this.prefixes.of(frame.state())) {
			if (prefix.isFollowed() && prefix.isAnsweredOn(frame.stream())
					&& (frame.stream() == prefix.requestedOn || !mayAnswerKey)) {
				return true;
			}
		}
		return false;
	}

	/** STATE_INIT of a key, in a view or because it may be read from now on. */
	@Nullable WatchedKey onSnapshot(Frame.StateInit frame, int bytes) {
		String name = frame.state();
		this.restore.answered();
		for (WatchedPrefix prefix : this.prefixes.of(name)) {
			if (prefix.isFollowed() && prefix.isAnsweredOn(frame.stream())) {
				prefix.snapshot(name, frame.stream());
				this.unanswered.progressed(prefix.key(), this.host.nanoTime());
			}
		}
		WatchedKey known = this.keys.get(name);
		if (known == null && !frame.initialized()) {
			return null;
		}
		WatchedKey key = (known != null) ? known : adopt(name);
		take(key, frame, bytes);
		return key;
	}

	/** Whatever the state of its own subscription, the replica is in sync now. */
	private void take(WatchedKey key, Frame.StateInit frame, int bytes) {
		boolean existed = key.isInitialized();
		key.replica().init(frame);
		key.fullSize().measured(bytes);
		this.counters.snapshots++;
		if (key.status() != Status.REQUESTED) {
			settle(key);
		}
		this.updates.deliver(key, existed, key.replica().current(), WatchMeta.Source.INIT, null);
		this.versionWaits.advanced(key);
		forgetIfGone(key);
	}

	private void settle(WatchedKey key) {
		key.takeDoubt();
		if (!key.isSingle()) {
			this.updates.forget(key);
			this.restore.remove(key);
			key.suspect = false;
			key.become(Status.LIVE);
		}
		else if (key.status() == Status.DENIED) {
			this.restore.add(key);
		}
		else {
			key.noteState();
		}
	}

	private WatchedKey adopt(String name) {
		WatchedKey key = new WatchedKey(name, null, this.host::now);
		this.keys.put(name, key);
		return key;
	}

	/**
	 * A delta of a key that may be new, or that the view has passed in silence because it
	 * did not change.
	 * @return the key it is about, or null if there is none
	 */
	@Nullable WatchedKey onDelta(String name, Frame.Delta frame) {
		boolean followed = false;
		boolean current = false;
		for (WatchedPrefix prefix : this.prefixes.of(name)) {
			prefix.delta(name, frame.version());
			followed |= prefix.isFollowed();
			current |= prefix.status() == Status.LIVE || prefix.hasBegun();
		}
		WatchedKey key = this.keys.get(name);
		if (!followed) {
			return key;
		}
		boolean creates = creates(frame);
		if (key == null) {
			boolean outdated = !(creates || current) || Replica.removesRoot(frame);
			key = outdated ? null : adopt(name);
			if (key != null) {
				key.become(Status.LIVE);
			}
		}
		else if (key.status() == Status.WAITING && !key.isSingle() && !key.requestAfresh) {
			if (creates) {
				key.replica().forget();
			}
			key.become(Status.LIVE);
		}
		return key;
	}

	private static boolean creates(Frame.Delta frame) {
		DeltaOp first = frame.ops().isEmpty() ? null : frame.ops().get(0);
		return first != null && first.atRoot() && first.kind() == DeltaOp.Kind.ADD;
	}

	/** No one watches a key by itself that has ceased to exist. */
	void forgetIfGone(WatchedKey key) {
		if (key.status() == Status.LIVE && !key.isSingle() && !key.isInitialized()) {
			this.registry.forget(Set.of(key));
		}
	}

	/** STATE_INIT that ends a view. */
	void onComplete(Frame.StateInit frame) {
		WatchedPrefix prefix = this.prefixes.find(frame.state());
		if (prefix == null || prefix.status() != Status.REQUESTED || !prefix.isAnsweredOn(frame.stream())) {
			return;
		}
		prefix.snapshot(frame.state(), frame.stream());
		WatchSent request = this.unanswered.answeredLast(prefix.key());
		boolean full = request == null || !request.isResume() || frame.reset();
		this.restore.remove(prefix);
		this.restore.answered();
		prefix.requestAfresh = false;
		List<WatchedKey> missing = new ArrayList<>();
		for (WatchedKey key : this.keys.values()) {
			if (prefix.covers(key.key())) {
				if (full && !prefix.isInView(key.key())) {
					missing.add(key);
				}
				else if (key.status() == Status.WAITING && !key.isSingle() && !key.requestAfresh) {
					key.become(Status.LIVE);
				}
			}
		}
		prefix.complete(frame.version());
		missing(prefix, missing);
		prefix.subscribers().forEach(this.host::viewed);
	}

	/** What is not in a full view does not exist. */
	private void missing(WatchedPrefix prefix, List<WatchedKey> missing) {
		Set<WatchedKey> gone = new HashSet<>();
		for (WatchedKey key : missing) {
			if (key.isInitialized()) {
				this.updates.deliver(prefix, new Snapshot(NullNode.getInstance(), prefix.version(), false)
					.event(key.key(), WatchMeta.Source.INIT, this.host.nanoTime(), null));
			}
			if (!key.isSingle() && this.prefixes.of(key.key()).size() == 1) {
				gone.add(key);
			}
		}
		this.registry.forget(gone);
	}

}
