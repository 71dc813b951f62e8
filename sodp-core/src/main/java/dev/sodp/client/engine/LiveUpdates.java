// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.List;
import java.util.Optional;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.Watched.Status;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.InvalidDeltaException;
import dev.sodp.state.UnfitDeltaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/**
 * Applies the deltas of keys that are in sync to their replicas, and requests a key
 * afresh when a delta is lost or contradicts the replica (protocol sections 3 and 4).
 */
final class LiveUpdates {

	/**
	 * Size of deltas that were held: there are too few of them for it to be worth
	 * remembering.
	 */
	private static final int UNKNOWN_SIZE = 0;

	private final ClientHost host;

	private final FrameSender outbound;

	private final UnansweredRequests unanswered;

	private final Restore restore;

	private final ResyncQueue resyncing;

	private final VersionWaits versionWaits;

	private final DeltaHabits habits;

	private final ClientCounters counters;

	private final WatchedPrefixes prefixes;

	LiveUpdates(ClientHost host, FrameSender outbound, UnansweredRequests unanswered, Restore restore,
			ResyncQueue resyncing, VersionWaits versionWaits, DeltaHabits habits, ClientCounters counters,
			WatchedPrefixes prefixes) {
		this.host = host;
		this.outbound = outbound;
		this.unanswered = unanswered;
		this.restore = restore;
		this.resyncing = resyncing;
		this.versionWaits = versionWaits;
		this.habits = habits;
		this.counters = counters;
		this.prefixes = prefixes;
	}

	/** Whether no key is about to be requested afresh. */
	boolean isSettled() {
		return this.resyncing.isEmpty();
	}

	void forget(Watched key) {
		this.resyncing.remove(key);
	}

	void clear() {
		this.resyncing.clear();
	}

	/**
	 * What follows a delta that could not be applied is contained in the next snapshot.
	 */
	void applyAll(WatchedKey key, List<Frame.Delta> deltas) {
		for (Frame.Delta delta : deltas) {
			if (key.status() == Status.LIVE) {
				apply(key, delta, UNKNOWN_SIZE);
			}
			else {
				key.doubted(delta);
			}
		}
	}

	/** Several nodes count the versions that the server of this session sends. */
	void countApart(WatchedKey key, long version) {
		if (!this.habits.countsApart()) {
			this.habits.countApart();
			this.host.report(
					Source.PROTOCOL, null, key.key(), version, "Several nodes of a cluster count the versions of '"
							+ key.key() + "' apart; their deltas are applied in the order of their arrival from now on",
					null);
		}
	}

	/** A delta of a key that is in sync. */
	void apply(WatchedKey key, Frame.Delta received, int bytes) {
		if (this.habits.mayHaveLeftOut(received)) {
			this.counters.deltasRejected++;
			unwatch(key);
			requestAfresh(key,
					"a delta lacks a value, which this server may have left out because it is 0, false or empty", null,
					false);
			return;
		}
		Frame.Delta delta = this.habits.complete(received);
		boolean existed = key.isInitialized();
		try {
			switch (key.replica().apply(delta, this.host.nanoTime(), this.habits)) {
				case APPLIED -> applied(key, existed, delta, bytes);
				case APPLIED_APART -> {
					countApart(key, delta.version());
					applied(key, existed, delta, bytes);
				}
				case DUPLICATE -> this.counters.deltasDuplicate++;
				case LATE -> doubt(key, delta, null);
				case WENT_BACK -> doubt(key, delta, "the version went back from " + key.replica().current().version()
						+ " to " + delta.version() + " without a snapshot");
			}
		}
		catch (UnfitDeltaException ex) {
			String reason = "a delta is about another value than this client has: " + ex.getMessage();
			if (this.habits.countsApart()) {
				this.counters.deltasRejected++;
				resync(key, reason, null);
			}
			else {
				doubt(key, delta, reason);
			}
		}
		catch (InvalidDeltaException ex) {
			this.counters.deltasRejected++;
			resync(key, "a delta could not be applied: " + ex.getMessage(), ex);
		}
	}

	private void applied(WatchedKey key, boolean existed, Frame.Delta delta, int bytes) {
		count(key, delta, bytes);
		key.noteState();
		deliver(key, existed, key.replica().current(), WatchMeta.Source.DELTA, delta.ops());
		this.versionWaits.followed(key);
	}

	private void count(WatchedKey key, Frame.Delta delta, int bytes) {
		this.counters.deltasApplied++;
		if (bytes != UNKNOWN_SIZE) {
			this.counters.deltaBytes += bytes;
			this.counters.fullValueBytes += key.fullSize()
				.afterDelta(delta, bytes, key.key(), key.replica().current().value());
		}
	}

	/**
	 * Notifies the subscribers of a key, and those of its prefixes unless the key does
	 * not exist for them anyway.
	 * @param existed whether the key existed before, as far as was known here
	 */
	void deliver(WatchedKey key, boolean existed, Snapshot snapshot, WatchMeta.Source source,
			@Nullable List<DeltaOp> ops) {
		KeyEvent event = snapshot.event(key.key(), source, this.host.nanoTime(), ops);
		for (Subscriber subscriber : key.subscribers()) {
			this.host.deliver(subscriber, event);
		}
		if (existed || snapshot.initialized()) {
			deliverToPrefixes(key, event);
		}
	}

	/**
	 * Notifies of a value that a prefix brought. Who reads the key waits for the answer
	 * to a request of the key.
	 */
	void deliverOfPrefix(WatchedKey key, boolean existed) {
		KeyEvent event = key.replica().current().event(key.key(), WatchMeta.Source.INIT, this.host.nanoTime(), null);
		for (Subscriber subscriber : key.subscribers()) {
			if (!(subscriber instanceof FetchSubscriber)) {
				this.host.deliver(subscriber, event);
			}
		}
		if (existed || key.isInitialized()) {
			deliverToPrefixes(key, event);
		}
	}

	/** Subscribers of prefixes learn of a key that was watched by itself only. */
	void admit(WatchedKey key) {
		if (!key.member) {
			key.member = true;
			if (key.isInitialized()) {
				deliverToPrefixes(key,
						key.replica().current().event(key.key(), WatchMeta.Source.INIT, this.host.nanoTime(), null));
			}
		}
	}

	/** For the prefixes of a key it does not exist any longer. */
	void gone(WatchedKey key, long version) {
		if (key.member && key.isInitialized()) {
			deliverToPrefixes(key, new Snapshot(NullNode.getInstance(), version, false).event(key.key(),
					WatchMeta.Source.INIT, this.host.nanoTime(), null));
		}
		key.member = false;
	}

	private void deliverToPrefixes(WatchedKey key, KeyEvent event) {
		if (key.member) {
			for (WatchedPrefix prefix : this.prefixes.of(key.key())) {
				for (Subscriber subscriber : prefix.subscribers()) {
					this.host.deliver(subscriber, event);
				}
			}
		}
	}

	/**
	 * While the key is requested afresh anyway, a frame of the subscription given up says
	 * nothing new: what it may have changed is contained in the snapshot.
	 */
	void onMalformed(WatchedKey key, MalformedFrameException malformed) {
		switch (key.status()) {
			case LIVE, RESYNC_DUE -> resync(key, String.valueOf(malformed.getMessage()), malformed);
			case REQUESTED -> {
				Optional<Long> delta = malformed.header()
					.filter((header) -> header.type() == FrameTypes.DELTA)
					.map(FrameHeader::stream);
				if (delta.isEmpty()) {
					resync(key, String.valueOf(malformed.getMessage()), malformed);
				}
				else if (!key.streams().contains(delta.get())) {
					key.lost();
				}
			}
			case WAITING -> {
				key.suspect = true;
				if (!key.isSingle() && this.prefixes.follow(key.key())) {
					resync(key, String.valueOf(malformed.getMessage()), malformed);
				}
			}
			case DENIED -> {
			}
		}
	}

	/**
	 * Requests a key afresh from the server (protocol section 3); its value stays as it
	 * is until then.
	 */
	void resync(Watched key, String reason, @Nullable Throwable cause) {
		if (key.status() == Status.RESYNC_DUE && !key.isDoubtful()) {
			return;
		}
		key.abandoned();
		unwatch(key);
		requestAfresh(key, reason, cause, true);
	}

	private void unwatch(Watched key) {
		this.outbound.unwatch(List.of(key.key()));
	}

	/**
	 * Requests a key from a version on that shows whose deltas these are. The
	 * subscription continues until then, so that no change of another node is missed.
	 * @param reason to report, or null if this is usual at the beginning of a
	 * subscription
	 */
	private void doubt(WatchedKey key, Frame.Delta delta, @Nullable String reason) {
		this.counters.deltasRejected++;
		key.doubt(key.replica().doubt(delta));
		requestAfresh(key, reason, null, false);
	}

	/**
	 * Requests a key once more.
	 * @param broken whether something is wrong, so that it may go on like this
	 */
	private void requestAfresh(Watched key, @Nullable String reason, @Nullable Throwable cause, boolean broken) {
		this.counters.resyncs++;
		if (reason != null) {
			this.host.report(Source.CODEC, null, key.key(), key.version(), "Resyncing '" + key.key() + "': " + reason,
					cause);
		}
		if (key instanceof WatchedKey single) {
			single.suspect = true;
		}
		this.unanswered.giveUp(key.key(), this.host.nanoTime());
		this.restore.remove(key);
		if (broken) {
			this.resyncing.add(key);
		}
		else {
			this.resyncing.verify(key);
		}
	}

	void onTimer() {
		List<Watched> due = this.resyncing.takeDue();
		this.outbound.unwatch(due.stream().filter(Watched::isDoubtful).map(Watched::key).toList());
		due.forEach(this.restore::add);
	}

}
