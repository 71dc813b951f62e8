// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.WatchedKey.Status;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.MalformedFrameException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The watched keys and the frames about them (protocol section 3): finds the key a frame
 * belongs to, keeps its replica in sync with the server, and notifies its subscribers.
 */
final class Watches {

	private final ClientHost host;

	private final FrameSender outbound;

	private final UnansweredRequests unanswered;

	private final Restore restore;

	private final WatchRefusals refusals;

	private final VersionWaits versionWaits;

	private final ClientCounters counters;

	private final Map<String, WatchedKey> keys = new ConcurrentHashMap<>();

	/** The keys that STATE_INITs of this connection announced, by stream. */
	private final Map<Long, WatchedKey> streams = new HashMap<>();

	private final UnannouncedDeltas unannounced = new UnannouncedDeltas();

	private final DeltaHabits habits = new DeltaHabits();

	private final LiveUpdates updates;

	private boolean live;

	Watches(ClientHost host, Deadlines deadlines, FrameSender outbound, UnansweredRequests unanswered,
			RandomGenerator random, VersionWaits versionWaits, ClientCounters counters) {
		this.host = host;
		this.outbound = outbound;
		this.unanswered = unanswered;
		this.versionWaits = versionWaits;
		this.counters = counters;
		this.restore = new Restore(host, deadlines, outbound, unanswered, random);
		this.refusals = new WatchRefusals(host, unanswered, this.restore);
		this.updates = new LiveUpdates(host, outbound, unanswered, this.restore,
				new ResyncQueue(host, deadlines, random), versionWaits, this.habits, counters);
	}

	/** The key, if it is watched; may be called from any thread. */
	@Nullable WatchedKey find(String key) {
		return this.keys.get(key);
	}

	List<KeyStatus> statuses() {
		return this.keys.values()
			.stream()
			.map(WatchedKey::keyStatus)
			.sorted(Comparator.comparing(KeyStatus::key))
			.toList();
	}

	int size() {
		return this.keys.size();
	}

	int pending() {
		return (int) this.keys.values().stream().filter(WatchedKey::isPending).count();
	}

	/** Events of all keys that wait for callbacks. */
	int waitingEvents() {
		int events = 0;
		for (WatchedKey key : this.keys.values()) {
			for (Subscriber subscriber : key.subscribers()) {
				events += subscriber.waiting();
			}
		}
		return events;
	}

	boolean isRestored() {
		return this.restore.isDone() && this.updates.isSettled();
	}

	// Application

	void watch(Collection<? extends Subscriber> subscribers, @Nullable JsonNode params) {
		for (Subscriber subscriber : subscribers) {
			String name = subscriber.key();
			WatchedKey key = this.keys.get(name);
			if (key == null) {
				key = new WatchedKey(name, params, this.host::now);
				this.keys.put(name, key);
				if (this.live) {
					this.restore.add(key);
				}
			}
			else if (this.live && key.status() == Status.DENIED) {
				this.restore.add(key);
			}
			key.subscribers().add(subscriber);
			if (key.replica().isKnown()) {
				this.host.deliver(subscriber,
						key.replica().current().event(name, WatchMeta.Source.CACHE, this.host.nanoTime(), null));
			}
		}
		pump();
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
	private void refresh(WatchedKey key) {
		this.outbound.unwatch(List.of(key.key()));
		key.requestAfresh = true;
		this.restore.add(key);
	}

	/** Ends subscriptions; the last one to a key also removes the key. */
	void release(Collection<? extends Subscriber> subscribers) {
		Set<WatchedKey> unused = new LinkedHashSet<>();
		for (Subscriber subscriber : subscribers) {
			WatchedKey key = this.keys.get(subscriber.key());
			if (key != null && key.subscribers().remove(subscriber) && key.subscribers().isEmpty()) {
				unused.add(key);
			}
		}
		forget(unused);
	}

	void unwatch(String name) {
		WatchedKey key = this.keys.get(name);
		if (key != null) {
			key.subscribers().forEach(Subscriber::end);
			forget(Set.of(key));
		}
	}

	/**
	 * Takes all keys at once, so that many need few frames and no pass over each other.
	 */
	private void forget(Set<WatchedKey> unused) {
		if (unused.isEmpty()) {
			return;
		}
		List<String> watchedByServer = new ArrayList<>();
		for (WatchedKey key : unused) {
			this.keys.remove(key.key());
			key.streams().forEach((stream) -> this.streams.remove(stream, key));
			this.restore.remove(key);
			this.updates.forget(key);
			this.unanswered.giveUp(key.key(), this.host.nanoTime());
			if (this.live && (key.status() == Status.REQUESTED || key.status() == Status.LIVE || key.isDoubtful())) {
				watchedByServer.add(key.key());
			}
			key.become(Status.WAITING);
		}
		this.outbound.unwatch(watchedByServer);
		this.versionWaits.forgotten(unused);
		pump();
	}

	/** Ends every watch, because the client is closed. */
	void clear() {
		Set<WatchedKey> all = new LinkedHashSet<>(this.keys.values());
		all.forEach((key) -> key.subscribers().forEach(Subscriber::end));
		forget(all);
	}

	// Session

	void sessionLive(Capabilities capabilities, boolean resumeAllowed) {
		this.live = true;
		this.outbound.sessionLive(capabilities);
		this.habits.sessionLive(capabilities);
		this.restore.begin(capabilities, resumeAllowed);
		for (WatchedKey key : this.keys.values()) {
			key.requestAlone = false;
			key.requestAfresh = false;
			this.restore.add(key);
		}
		pump();
	}

	void sessionEnded() {
		this.live = false;
		this.restore.end();
		this.streams.clear();
		this.unannounced.clear();
		this.updates.clear();
		for (WatchedKey key : this.keys.values()) {
			key.become(Status.WAITING);
			key.takeHeld();
			key.takeDoubt();
			key.streams().clear();
		}
	}

	private void pump() {
		if (this.live) {
			this.restore.pump();
		}
	}

	void onRestoreTimer() {
		pump();
	}

	void onUnansweredTimer() {
		this.restore.requestUnansweredAgain();
	}

	// Frames

	/** STATE_INIT: the snapshot of a key, and the end of a replay. */
	void onInit(Frame.StateInit frame, int bytes) {
		WatchedKey key = this.keys.get(frame.state());
		if (key == null || key.status() == Status.WAITING || key.status() == Status.RESYNC_DUE
				|| this.unanswered.owesLateAnswer(frame.state())) {
			// It belongs to a subscription that this client has ended: accepting it would
			// leave a key without updates.
			this.unanswered.answeredKey(frame.state());
			return;
		}
		WatchSent request = this.unanswered.answeredKey(frame.state());
		this.restore.remove(key);
		this.restore.answered();
		this.streams.put(frame.stream(), key);
		key.streams().add(frame.stream());
		this.unannounced.announced(frame.stream()).forEach(key::hold);
		boolean lost = this.unannounced.isIncomplete(frame.stream()) || key.hasOverflown();
		Doubt doubt = key.takeDoubt();
		List<Frame.Delta> held = new ArrayList<>();
		for (Frame.Delta delta : key.takeHeld()) {
			if (isOf(delta, frame)) {
				held.add(delta);
			}
			else if (doubt != null) {
				doubt.followed(delta);
			}
		}
		int contained = contained(held, frame);
		boolean resumed = request != null && request.isResume() && !lost;
		key.fullSize().measured(bytes);
		key.requestAlone = false;
		key.requestAfresh = false;
		if (doubt != null && !lost && doubt.isForeign(resumed ? held.subList(0, contained) : List.of(), frame)) {
			key.become(Status.LIVE);
			this.updates.countApart(key, frame.version());
			this.updates.applyAll(key, doubt.deltas());
		}
		else {
			if (doubt != null && doubt.isAboutMembers() && doubt.leadsTo(frame)) {
				this.habits.setWhatIsMissing();
			}
			if (resumed && doubt == null && deliverReplay(key, held.subList(0, contained), frame)) {
				this.counters.resumed++;
			}
			else {
				this.counters.snapshots++;
			}
			key.replica().init(frame);
			key.become(Status.LIVE);
		}
		if (key.status() == Status.LIVE) {
			this.updates.deliver(key, key.replica().current(), WatchMeta.Source.INIT, null);
			this.versionWaits.advanced(key);
		}
		if (lost) {
			this.updates.resync(key, "a delta that arrived before its snapshot was lost", null);
		}
		else {
			this.updates.applyAll(key, held.subList(contained, held.size()));
		}
		if (key.status() == Status.LIVE && key.subscribers().stream().anyMatch(Subscriber::needsAnotherSnapshot)) {
			refresh(key);
		}
		pump();
	}

	/**
	 * Whether a held delta belongs to the subscription that a snapshot announces, and not
	 * to an earlier one whose last frames were still in flight. One server sends a caller
	 * the delta of its own call on the control stream.
	 */
	private static boolean isOf(Frame.Delta delta, Frame.StateInit frame) {
		return delta.stream() == frame.stream() || delta.stream() == Frame.CONTROL_STREAM;
	}

	/**
	 * The number of deltas that a snapshot contains: those up to its version, or, if the
	 * key does not exist and the snapshot has no version, those up to the removal.
	 */
	private static int contained(List<Frame.Delta> held, Frame.StateInit frame) {
		boolean forgotten = !frame.initialized() && frame.version() == 0;
		for (int i = held.size(); i > 0; i--) {
			Frame.Delta delta = held.get(i - 1);
			if (forgotten ? Replica.removesRoot(delta) : delta.version() <= frame.version()) {
				return i;
			}
		}
		return 0;
	}

	/** Delivers the steps of a replay; false if it cannot be trusted. */
	private boolean deliverReplay(WatchedKey key, List<Frame.Delta> replayed, Frame.StateInit frame) {
		Optional<List<Snapshot>> replay = key.replica().replay(replayed, Snapshot.of(frame));
		List<Snapshot> steps = replay.orElse(List.of());
		for (int i = 0; i < steps.size(); i++) {
			this.updates.deliver(key, steps.get(i), WatchMeta.Source.DELTA, replayed.get(i).ops());
		}
		this.counters.deltasApplied += steps.size();
		return replay.isPresent();
	}

	/** DELTA: applied at once, or held until the snapshot it belongs to arrives. */
	void onDelta(Frame.Delta frame, int bytes) {
		this.habits.noticed(frame);
		String name = frame.state();
		WatchedKey key = (name != null) ? this.keys.get(name) : this.streams.get(frame.stream());
		if (key != null) {
			switch (key.status()) {
				case LIVE -> this.updates.apply(key, frame, bytes);
				case REQUESTED -> key.hold(frame);
				case RESYNC_DUE, WAITING -> key.doubted(frame);
				case DENIED -> {
				}
			}
		}
		else if (name == null && this.unanswered.keys() > 0 && !this.unannounced.hold(frame)) {
			this.host.report(Source.PROTOCOL, null, null, frame.version(),
					"The server sends deltas on streams it never announced; the latest was dropped", null);
		}
	}

	/**
	 * A frame whose header could be read but not its body: its change is lost.
	 */
	void onMalformed(MalformedFrameException malformed) {
		WatchedKey key = malformed.state().map(this.keys::get).orElse(null);
		if (key == null) {
			key = malformed.header().map((header) -> this.streams.get(header.stream())).orElse(null);
		}
		if (key != null) {
			this.updates.onMalformed(key, malformed);
		}
		else {
			if (this.unanswered.keys() > 0) {
				malformed.header().ifPresent((header) -> this.unannounced.lost(header.stream()));
			}
			this.host.report(Source.CODEC, null, null, null, String.valueOf(malformed.getMessage()), malformed);
		}
	}

	/**
	 * ERROR for a WATCH or RESUME. If the server refused it as a whole for the moment, so
	 * did it the keys that a late snapshot, which answered an earlier request, seemed to
	 * settle.
	 */
	void onRefused(WatchSent request, Frame.Error error) {
		boolean whole = request.namedIn(error.message()) == null;
		this.refusals.refused(request, error);
		if (whole && WatchRefusals.isTemporary(error)) {
			this.refusals.refusedLate(this.keys.values(), error);
		}
		pump();
	}

	/** ERROR for a request that a late snapshot seemed to answer. */
	void onRefusedLate(Frame.Error error) {
		this.refusals.refusedLate(this.keys.values(), error);
		pump();
	}

	void onResyncTimer() {
		this.updates.onTimer();
		pump();
	}

}
