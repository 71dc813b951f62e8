// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.client.engine.Watched.Status;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;

/**
 * What the server sends about the keys of watched prefixes (protocol section 3): the
 * snapshots and the end of a view, and the deltas of keys that no one watches by
 * themselves. A key has one replica, however many prefixes it belongs to and whether it
 * is watched by itself or not.
 */
final class PrefixViews {

	private final ClientHost host;

	private final WatchRegistry registry;

	private final PrefixMembers members;

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
		this.members = registry.members();
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
		boolean mayAnswerKey = (key != null && key.status() == Status.REQUESTED)
				|| this.unanswered.owesLateAnswer(frame.state());
		for (WatchedPrefix prefix : this.prefixes.of(frame.state())) {
			if (prefix.isFollowed() && prefix.isAnsweredOn(frame.stream())
					&& (frame.stream() == prefix.requestedOn || !mayAnswerKey)) {
				return true;
			}
			// A new key of several prefixes may come as one of a prefix that has ended.
			if (prefix.status() == Status.LIVE && FrameSender.isSuggested(frame.stream())
					&& (key == null || frame.stream() != key.requestedOn)) {
				return true;
			}
		}
		return false;
	}

	/** STATE_INIT of a key, in a view or because it may be read from now on. */
	@Nullable WatchedKey onSnapshot(Frame.StateInit frame, int bytes) {
		String name = frame.state();
		noteSnapshot(name, frame.stream());
		WatchedKey known = this.keys.get(name);
		if (known == null && !frame.initialized()) {
			return null;
		}
		WatchedKey key = (known != null) ? known : adopt(name);
		if (!key.isResuming()) {
			take(key, frame, bytes);
		}
		return key;
	}

	/** The views that go on with a snapshot, whether it can be read or not. */
	private void noteSnapshot(String name, long stream) {
		this.restore.progressed();
		for (WatchedPrefix prefix : this.prefixes.of(name)) {
			if (prefix.isFollowed() && prefix.isAnsweredOn(stream)) {
				prefix.snapshot(name, stream);
				this.unanswered.progressed(prefix.key(), this.host.nanoTime());
			}
		}
	}

	/** Whatever the state of its own subscription, the replica is in sync now. */
	private void take(WatchedKey key, Frame.StateInit frame, int bytes) {
		boolean existed = key.isInitialized();
		key.replica().init(frame);
		key.outdated = false;
		key.fullSize().measured(bytes);
		this.counters.snapshots++;
		this.members.vouched(key);
		key.member = true;
		this.updates.deliverOfPrefix(key, existed);
		this.versionWaits.advanced(key);
		forgetIfGone(key);
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
		boolean vouched = false;
		boolean creates = creates(frame);
		boolean doubtful = false;
		for (WatchedPrefix prefix : this.prefixes.of(name)) {
			doubtful |= !prefix.delta(name, frame.version());
			vouched |= prefix.vouchesFor(name);
		}
		WatchedKey key = this.keys.get(name);
		if (!vouched) {
			if (doubtful && (key == null || !key.subscribed)) {
				this.members.doubted(name);
			}
			return key;
		}
		if (key == null) {
			if (!creates) {
				// The snapshot of a key that may be read from now on is on its way.
				this.members.doubted(name);
				return null;
			}
			key = adopt(name);
			this.members.vouched(key);
		}
		else if (key.status() != Status.LIVE && key.status() != Status.REQUESTED && (creates || !key.suspect)) {
			if (creates) {
				key.replica().forget();
			}
			this.members.vouched(key);
		}
		if (this.members.isVouched(key)) {
			this.updates.admit(key);
		}
		return key;
	}

	private static boolean creates(Frame.Delta frame) {
		DeltaOp first = frame.ops().isEmpty() ? null : frame.ops().get(0);
		return first != null && first.atRoot() && first.kind() == DeltaOp.Kind.ADD;
	}

	/**
	 * A frame that cannot be read but names a key, or at least the stream of a view.
	 * @return the key whose change is lost; null if it may be any
	 */
	@Nullable WatchedKey onMalformed(@Nullable String name, FrameHeader header) {
		if (name == null) {
			return null;
		}
		if (header.type() == FrameTypes.STATE_INIT) {
			noteSnapshot(name, header.stream());
		}
		WatchedKey known = this.keys.get(name);
		return (known == null && this.prefixes.follow(name)) ? adopt(name) : known;
	}

	/**
	 * A frame that cannot be read may be about any key of these prefixes.
	 */
	List<WatchedPrefix> concernedBy(FrameHeader header) {
		List<WatchedPrefix> followed = this.prefixes.all().stream().filter(WatchedPrefix::isFollowed).toList();
		if (!FrameSender.isSuggested(header.stream())) {
			return followed;
		}
		return followed.stream().filter((prefix) -> prefix.requestedOn == header.stream()).toList();
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
		List<WatchedKey> unchanged = new ArrayList<>();
		for (WatchedKey key : this.keys.values()) {
			if (!prefix.covers(key.key()) || prefix.isInView(key.key())) {
				continue;
			}
			if (this.restore.isRequesting(key)) {
				key.suspect |= full;
			}
			else if (full) {
				missing.add(key);
			}
			else if (key.member && key.status() == Status.WAITING) {
				unchanged.add(key);
			}
		}
		prefix.complete(frame.stream(), frame.version());
		unchanged.forEach(this.members::unchanged);
		missing.forEach((key) -> missing(key, prefix));
		prefix.subscribers().forEach(this.host::viewed);
	}

	/**
	 * What is not in a full view does not exist, or must not be read. The answer to a
	 * request of its own tells the two apart.
	 */
	private void missing(WatchedKey key, WatchedPrefix missedBy) {
		boolean vouched = key.isInitialized() && !key.suspect
				&& this.prefixes.of(key.key())
					.stream()
					.anyMatch((other) -> other != missedBy && other.vouchesFor(key.key()));
		if (vouched) {
			// It must not be read any longer, or the other prefix would have lost it.
			this.members.doubted(key.key());
		}
		else if (!key.isSingle()) {
			this.updates.gone(key, absentAt(key, missedBy));
			this.registry.forget(Set.of(key));
		}
		else if (key.status() == Status.DENIED) {
			this.updates.gone(key, absentAt(key, missedBy));
		}
	}

	/**
	 * Where several servers share the state a view may be newer than its version says.
	 * What it leaves out was removed after it was last seen, unless that was in another
	 * history.
	 */
	private static long absentAt(WatchedKey key, WatchedPrefix missedBy) {
		return key.outdated ? missedBy.version() : Math.max(missedBy.version(), key.version() + 1);
	}

}
