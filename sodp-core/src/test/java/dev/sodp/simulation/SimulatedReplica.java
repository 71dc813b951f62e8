// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.server.journal.SharedJournalListener;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.server.journal.shared.SharedLogJournal;
import dev.sodp.server.journal.shared.SharedLogSettings;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * The least that a node does with a {@link SharedLogJournal}: appends texts to lists, and
 * removes the lists now and then. Holds everything that it is told against the truth.
 */
final class SimulatedReplica implements SharedJournalListener, JournalListener {

	private final ClusterTruth truth;

	private final History history;

	private final Outcomes outcomes;

	private final Predicate<String> forgotten;

	private final SharedLogJournal journal;

	private final Map<String, Held> held = new LinkedHashMap<>();

	/** What must not be unknown any more. */
	private final Map<String, Long> required = new HashMap<>();

	/** How often history had been lost then. */
	private int requiredCuts;

	private final FrameEncoder encoder = new FrameEncoder();

	private boolean stepping;

	private List<VersionRange> gaps = List.of();

	/**
	 * Starts a node.
	 * @param forgotten which keys were removed so long ago that the log knows nothing of
	 * them
	 */
	SimulatedReplica(ClusterTruth truth, History history, Outcomes outcomes, Predicate<String> forgotten, SharedLog log,
			SharedLogSettings settings) {
		this.forgotten = forgotten;
		this.truth = truth;
		this.history = history;
		this.outcomes = outcomes;
		this.journal = new SharedLogJournal(log, settings);
		this.journal.share(this);
		this.journal.open(new LogLimits(1_000, 1_000_000), new NoRecovery(), this);
	}

	@Override
	public void step(Runnable action) {
		if (this.stepping) {
			action.run();
			return;
		}
		this.stepping = true;
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			// A stage would keep it to itself.
			this.outcomes.broken(ex);
			throw ex;
		}
		finally {
			this.stepping = false;
		}
	}

	boolean holds(String key) {
		return this.held.containsKey(key);
	}

	void hold(String key) {
		step(() -> {
			if (!this.held.containsKey(key)) {
				this.held.put(key, new Held());
				this.journal.hold(key);
			}
		});
	}

	void release(String key) {
		step(() -> {
			Held known = this.held.get(key);
			if (known != null && known.loaded && known.pending.isEmpty()) {
				this.held.remove(key);
				this.journal.release(key);
			}
		});
	}

	/** Appends a text to a list, or removes the list. */
	void write(String key, @Nullable String tag) {
		step(() -> {
			Held known = this.held.get(key);
			if (known != null && known.loaded) {
				propose(key, known, tag);
			}
			else if (tag != null) {
				this.outcomes.failed(tag, ErrorCode.UNAVAILABLE);
			}
		});
	}

	private void propose(String key, Held known, @Nullable String tag) {
		JsonNode before = known.head();
		List<DeltaOp> ops;
		if (tag == null) {
			if (before.isNull()) {
				return;
			}
			ops = List.of(new DeltaOp(DeltaOp.Kind.REMOVE, "/", NullNode.getInstance()));
		}
		else if (before.isNull()) {
			ops = List.of(new DeltaOp(DeltaOp.Kind.ADD, "/", ImmutableNodes.array(List.of(StringNode.valueOf(tag)))));
		}
		else {
			ops = new ArrayList<>(List.of(new DeltaOp(DeltaOp.Kind.ADD, "/-", StringNode.valueOf(tag))));
			if (before.size() >= 5) {
				ops.add(new DeltaOp(DeltaOp.Kind.REMOVE, "/0", NullNode.getInstance()));
			}
		}
		JsonNode after = Deltas.apply(before, ops);
		Proposal proposal = new Proposal(key, known.pending.isEmpty() ? known.version : Proposal.ON_PREDECESSOR, after,
				tag != null, ops, this.encoder.encodeOps(ops), 0, null, PresenceChange.NONE, true);
		known.pending.add(new Pending(proposal, tag));
		this.journal.append(proposal);
	}

	/**
	 * Checks that after a look at the log everything is known that anyone knew before.
	 */
	void synchronize() {
		Map<String, Long> known = this.outcomes.told();
		int cuts = this.truth.cuts();
		step(() -> this.journal.synchronize((failure) -> {
			if (failure != null || this.truth.cuts() != cuts) {
				return;
			}
			if (this.requiredCuts != cuts) {
				this.required.clear();
				this.requiredCuts = cuts;
			}
			known.forEach((key, version) -> this.required.merge(key, version, Math::max));
			this.held.forEach((key, here) -> {
				if (here.loaded) {
					checkRequired(key, here.version);
				}
			});
		}));
	}

	private void checkRequired(String key, long version) {
		if (version < this.required.getOrDefault(key, 0L) && this.requiredCuts == this.truth.cuts()
				&& !(version == 0 && this.forgotten.test(key))) {
			throw new AssertionError(
					key + " is at " + version + " after a look at the log, it was at " + this.required.get(key));
		}
	}

	@Override
	public void loaded(HeldKey key) {
		Held known = this.held.get(key.key());
		if (known == null) {
			throw new AssertionError("Loaded without being held: " + key.key());
		}
		long before = known.version;
		if (key.version() > 0 && key.version() < before
				&& this.gaps.stream().noneMatch((gap) -> before >= gap.first() && before <= gap.last())) {
			throw new AssertionError(key.key() + " goes back from " + before + " to " + key.version());
		}
		checkRequired(key.key(), key.version());
		known.loaded = true;
		known.version = key.version();
		known.value = (key.value() != null) ? key.value() : NullNode.getInstance();
		told(key.key(), known);
	}

	private void told(String key, Held known) {
		if (known.version > 0) {
			this.history.check(key, known.version, known.value);
			if (this.history.isKept(key, known.version)) {
				this.outcomes.told(key, known.version);
			}
		}
		else if (!known.value.isNull()) {
			throw new AssertionError(key + " has a value without a version");
		}
	}

	@Override
	public void notLoaded(String key, JournalFailure failure) {
		this.held.remove(key);
	}

	@Override
	public void missed() {
	}

	@Override
	public void appeared(String key) {
	}

	@Override
	public void history(String epoch, List<VersionRange> newGaps) {
		this.gaps = newGaps;
	}

	@Override
	public void fenced(String node) {
	}

	@Override
	public void gone(String node, Set<String> keys, Runnable removed) {
		step(removed);
	}

	@Override
	public void committed(List<Commit> commits) {
		for (Commit commit : commits) {
			String key = commit.change().key();
			Held known = this.held.get(key);
			if (known == null || !known.loaded) {
				throw new AssertionError("A change of " + key + ", which is not held");
			}
			if (commit.change().version() <= known.version) {
				throw new AssertionError(key + " goes from " + known.version + " to " + commit.change().version());
			}
			known.version = commit.change().version();
			known.value = Deltas.apply(known.value, commit.change().ops());
			told(key, known);
			if (commit.proposal() != null) {
				Pending answered = known.pending.remove();
				if (answered.proposal() != commit.proposal()) {
					throw new AssertionError("Answered out of turn: " + commit.proposal());
				}
				if (answered.tag() != null) {
					this.outcomes.done(answered.tag());
				}
			}
		}
	}

	@Override
	public void conflict(Proposal proposal) {
		Held known = this.held.get(proposal.key());
		if (known == null || known.pending.isEmpty() || known.pending.element().proposal() != proposal) {
			throw new AssertionError("Conflict out of turn: " + proposal);
		}
		List<Pending> again = List.copyOf(known.pending);
		known.pending.clear();
		again.forEach((pending) -> propose(proposal.key(), known, pending.tag()));
	}

	@Override
	public void failed(Proposal proposal, JournalFailure failure) {
		Held known = this.held.get(proposal.key());
		if (known == null || known.pending.isEmpty()) {
			throw new AssertionError("Failed without being proposed: " + proposal);
		}
		Pending answered = known.pending.remove();
		if (answered.proposal() != proposal) {
			throw new AssertionError("Failed out of turn: " + proposal);
		}
		if (answered.tag() != null) {
			this.outcomes.failed(answered.tag(), failure.code());
		}
	}

	/** When nothing happens any more. */
	void checkAtRest() {
		if (this.journal.refusal() != null) {
			throw new AssertionError("A node does not recover: " + this.journal.refusal());
		}
		this.held.forEach((key, known) -> {
			if (!known.loaded || !known.pending.isEmpty()) {
				throw new AssertionError(key + " waits for ever, loaded: " + known.loaded + ", " + known.pending);
			}
			if (!known.value.equals(this.truth.value(key))) {
				throw new AssertionError(
						"A node holds " + known.value + " for " + key + ", the store " + this.truth.value(key));
			}
		});
	}

	/** A key that is held. */
	private static final class Held {

		private final Queue<Pending> pending = new ArrayDeque<>();

		private boolean loaded;

		private long version;

		private JsonNode value = NullNode.getInstance();

		private JsonNode head() {
			JsonNode head = this.value;
			for (Pending proposed : this.pending) {
				head = proposed.proposal().value();
			}
			return head;
		}

	}

	private record Pending(Proposal proposal, @Nullable String tag) {
	}

	/** What became of each text. */
	static final class Outcomes {

		private static final int DONE = 0;

		private final Map<String, Integer> codes = new HashMap<>();

		private final Map<String, Long> told = new HashMap<>();

		private @Nullable Throwable broken;

		private void broken(Throwable cause) {
			this.broken = cause;
		}

		/** Fails if anything has. */
		void check() {
			if (this.broken != null) {
				throw new AssertionError(this.broken.toString(), this.broken);
			}
		}

		private void done(String tag) {
			failed(tag, DONE);
		}

		private void failed(String tag, int code) {
			if (this.codes.put(tag, code) != null) {
				throw new AssertionError(tag + " was answered twice");
			}
		}

		private void told(String key, long version) {
			this.told.merge(key, version, Math::max);
		}

		private Map<String, Long> told() {
			return Map.copyOf(this.told);
		}

		/** A part of what was known is not true any more. */
		void cut(long kept) {
			this.told.values().removeIf((version) -> version > kept);
		}

		void check(History history) {
			this.codes.forEach((tag, code) -> {
				int times = history.timesApplied(tag);
				boolean holds = switch (code) {
					case DONE -> times == 1 || (times == 0 && history.isLost(tag));
					case ErrorCode.TIMEOUT -> times <= 1;
					default -> times == 0;
				};
				if (!holds) {
					throw new AssertionError(tag + " was applied " + times + " times, the answer was " + code);
				}
			});
		}

		int acknowledged() {
			return (int) this.codes.values().stream().filter((code) -> code == DONE).count();
		}

	}

	private static final class NoRecovery implements JournalRecovery {

		@Override
		public void key(String key, long version, @Nullable JsonNode value, long completeSince, List<Change> log) {
			throw new AssertionError("A shared journal recovers no key");
		}

		@Override
		public void presence(String key, StatePath path, PresenceOwner owner) {
			throw new AssertionError("A shared journal recovers no presence");
		}

		@Override
		public void gap(long first, long last) {
		}

		@Override
		public void counter(long version, long forgotten) {
		}

	}

}
