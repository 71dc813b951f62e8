// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.Watched.Status;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;
import org.jspecify.annotations.Nullable;

/**
 * The frames about watched keys (protocol section 3): finds the key a frame belongs to,
 * keeps its replica in sync with the server, and notifies its subscribers.
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

	private final WatchedPrefixes prefixes = new WatchedPrefixes();

	private final AnnouncedStreams streams = new AnnouncedStreams();

	private final UnannouncedDeltas unannounced = new UnannouncedDeltas();

	private final DeltaHabits habits = new DeltaHabits();

	private final LiveUpdates updates;

	private final PrefixViews views;

	private final WatchRegistry registry;

	private boolean live;

	/** Whether the server sends the frames of a stream in the order of what they say. */
	private boolean snapshotsInOrder;

	Watches(ClientHost host, Deadlines deadlines, FrameSender outbound, UnansweredRequests unanswered,
			RandomGenerator random, VersionWaits versionWaits, ClientCounters counters, Supplier<String> server) {
		this.host = host;
		this.outbound = outbound;
		this.unanswered = unanswered;
		this.versionWaits = versionWaits;
		this.counters = counters;
		this.restore = new Restore(host, deadlines, outbound, unanswered, random);
		this.updates = new LiveUpdates(host, outbound, unanswered, this.restore,
				new ResyncQueue(host, deadlines, random), versionWaits, this.habits, counters, this.prefixes);
		this.registry = new WatchRegistry(host, outbound, unanswered, this.restore, this.updates, versionWaits, server,
				this.keys, this.prefixes, this.streams);
		this.refusals = new WatchRefusals(unanswered, this.restore, this.registry);
		this.views = new PrefixViews(host, this.registry, this.keys, this.prefixes, unanswered, this.restore,
				this.updates, versionWaits, counters);
	}

	/** What the application watches. */
	WatchRegistry registry() {
		return this.registry;
	}

	boolean isRestored() {
		return this.restore.isDone() && this.updates.isSettled();
	}

	// Session

	void sessionLive(Capabilities capabilities, boolean resumeAllowed) {
		this.live = true;
		this.snapshotsInOrder = capabilities.epoch() != null;
		this.outbound.sessionLive(capabilities);
		this.habits.sessionLive(capabilities);
		this.restore.begin(capabilities, resumeAllowed);
		this.registry.sessionLive(capabilities, resumeAllowed);
	}

	void sessionEnded() {
		this.live = false;
		this.restore.end();
		this.streams.clear();
		this.unannounced.clear();
		this.updates.clear();
		this.registry.sessionEnded();
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

	/** STATE_INIT: the snapshot of a key, the end of a replay or that of a view. */
	void onInit(Frame.StateInit frame, int bytes) {
		WatchedKey key = this.keys.get(frame.state());
		if (frame.complete()) {
			this.views.onComplete(frame);
		}
		else if (this.views.contain(frame, key)) {
			announced(frame.stream(), this.views.onSnapshot(frame, bytes));
		}
		else if (FrameSender.isSuggested(frame.stream()) && (key == null || frame.stream() != key.requestedOn)) {
			// It belongs to a request that was given up, of a key or of a prefix.
			if (key != null) {
				key.interrupted();
			}
			if (this.unanswered.owesLateAnswer(frame.state())) {
				this.unanswered.answeredKey(frame.state());
			}
		}
		else if (key == null || key.status() == Status.WAITING || key.status() == Status.RESYNC_DUE
				|| this.unanswered.owesLateAnswer(frame.state())) {
			// It belongs to a subscription that this client has ended: accepting it would
			// leave a key without updates.
			this.unanswered.answeredKey(frame.state());
			return;
		}
		else {
			onInit(key, frame, bytes);
		}
		pump();
	}

	private void announced(long stream, @Nullable WatchedKey key) {
		if (key != null && !FrameSender.isSuggested(stream)) {
			this.streams.announced(stream, key);
		}
	}

	private void onInit(WatchedKey key, Frame.StateInit frame, int bytes) {
		WatchSent request = this.unanswered.answeredKey(frame.state());
		this.restore.remove(key);
		this.restore.answered();
		this.streams.announced(frame.stream(), key);
		this.unannounced.announced(frame.stream()).forEach(key::hold);
		boolean lost = this.unannounced.isIncomplete(frame.stream()) || key.hasOverflown();
		Doubt doubt = key.takeDoubt();
		List<Frame.Delta> held = new ArrayList<>();
		List<Frame.Delta> all = key.takeHeld();
		for (Frame.Delta delta : key.member ? withoutRepetitions(all) : all) {
			if (isOf(delta, frame)) {
				held.add(delta);
			}
			else if (doubt != null) {
				doubt.followed(delta);
			}
		}
		int contained = contained(held, frame);
		boolean resumed = request != null && request.isResume() && !lost && !key.isInterrupted();
		key.fullSize().measured(bytes);
		boolean existed = key.isInitialized();
		key.requestAlone = false;
		key.requestAfresh = false;
		key.suspect = false;
		key.outdated = false;
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
			key.member |= this.registry.members().isVouched(key);
			this.updates.deliver(key, existed, key.replica().current(), WatchMeta.Source.INIT, null);
			this.versionWaits.advanced(key);
		}
		if (lost) {
			this.updates.resync(key, "a delta that arrived before its snapshot was lost", null);
		}
		else {
			this.updates.applyAll(key, held.subList(contained, held.size()));
		}
		if (key.status() == Status.LIVE && key.subscribers().stream().anyMatch(Subscriber::needsAnotherSnapshot)) {
			this.registry.refresh(key);
		}
		if (key.status() == Status.LIVE && !key.isSingle()) {
			this.registry.members().settled(key);
		}
	}

	/** A replay repeats what a prefix that has ended meanwhile brought as well. */
	private static List<Frame.Delta> withoutRepetitions(List<Frame.Delta> deltas) {
		Set<List<?>> seen = new HashSet<>();
		return deltas.stream().filter((delta) -> seen.add(List.of(delta.version(), delta.ops()))).toList();
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
	 * key does not exist and the snapshot has no version, those up to the removal. A
	 * server that names its history sends on one stream what happens one after the other,
	 * so that whatever it sent before a snapshot is in it, or was lost and taken back.
	 */
	private int contained(List<Frame.Delta> held, Frame.StateInit frame) {
		boolean forgotten = !frame.initialized() && frame.version() == 0;
		for (int i = held.size(); i > 0; i--) {
			Frame.Delta delta = held.get(i - 1);
			if (this.snapshotsInOrder && delta.stream() == frame.stream()) {
				return i;
			}
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
			this.updates.deliver(key, true, steps.get(i), WatchMeta.Source.DELTA, replayed.get(i).ops());
		}
		this.counters.deltasApplied += steps.size();
		return replay.isPresent();
	}

	/** DELTA: applied at once, or held until the snapshot it belongs to arrives. */
	void onDelta(Frame.Delta frame, int bytes) {
		this.habits.noticed(frame);
		String name = frame.state();
		WatchedKey announced = (name == null) ? this.streams.find(frame.stream()) : null;
		WatchedKey key = (name != null) ? this.views.onDelta(name, frame)
				: (announced != null) ? this.views.onDelta(announced.key(), frame) : null;
		if (key != null) {
			onDelta(key, frame, bytes);
		}
		else if (name == null && this.unanswered.keys() > 0 && !this.unannounced.hold(frame)) {
			this.host.report(Source.PROTOCOL, null, null, frame.version(),
					"The server sends deltas on streams it never announced; the latest was dropped", null);
		}
	}

	private void onDelta(WatchedKey key, Frame.Delta frame, int bytes) {
		boolean awaitsAnswer = key.status() != Status.LIVE;
		if (!awaitsAnswer || (!key.isResuming() && this.registry.members().isVouched(key))) {
			this.updates.apply(key, frame, bytes);
			this.views.forgetIfGone(key);
			return;
		}
		if (key.status() == Status.REQUESTED) {
			key.hold(frame);
		}
		else {
			key.suspect = true;
			key.doubted(frame);
		}
	}

	/**
	 * A frame whose header could be read but not its body: its change is lost.
	 */
	void onMalformed(MalformedFrameException malformed) {
		FrameHeader header = malformed.header().orElseThrow();
		String name = malformed.state().orElse(null);
		WatchedKey named = this.views.onMalformed(name, header);
		WatchedKey key = (named != null) ? named : this.streams.find(header.stream());
		if (key != null) {
			this.updates.onMalformed(key, malformed);
			return;
		}
		if (name == null) {
			List<WatchedPrefix> concerned = this.views.concernedBy(header);
			concerned
				.forEach((prefix) -> this.updates.resync(prefix, String.valueOf(malformed.getMessage()), malformed));
			if (!concerned.isEmpty()) {
				return;
			}
		}
		if (this.unanswered.keys() > 0) {
			this.unannounced.lost(header.stream());
		}
		this.host.report(Source.CODEC, null, null, null, String.valueOf(malformed.getMessage()), malformed);
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
			this.refusals.refusedLate(this.registry.everything(), error);
		}
		pump();
	}

	/** ERROR for a request that a late snapshot seemed to answer. */
	void onRefusedLate(Frame.Error error) {
		this.refusals.refusedLate(this.registry.everything(), error);
		pump();
	}

	/**
	 * ERROR on a stream that the server chose and a STATE_INIT announced: it has ended
	 * that subscription, perhaps before it learned that this client has ended it.
	 * @return the key, or null if the error means something else
	 */
	@Nullable String onEnded(Frame.Error error) {
		if (FrameSender.isSuggested(error.stream())) {
			return null;
		}
		Watched ended = this.registry.announced(error.stream());
		if (ended == null) {
			return this.streams.released(error.stream());
		}
		if (ended.status() == Status.LIVE && ended.isWatched()) {
			this.refusals.ended(ended, error);
			pump();
		}
		return ended.key();
	}

	void onResyncTimer() {
		this.updates.onTimer();
		pump();
	}

}
