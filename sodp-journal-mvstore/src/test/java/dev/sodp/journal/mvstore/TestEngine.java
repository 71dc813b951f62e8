// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.journal.Author;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Diff;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * As much of an engine as a journal needs: proposes, applies what was committed, and
 * drops what failed.
 */
final class TestEngine implements JournalRecovery, JournalListener, AutoCloseable {

	static final LogLimits LIMITS = new LogLimits(1000, 1 << 20);

	private final ReentrantLock step = new ReentrantLock();

	private final FrameEncoder encoder = new FrameEncoder();

	private final MvStoreJournal journal;

	private final Map<Proposal, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();

	/** What the next proposal of a key builds on, while proposals are in flight. */
	private final Map<String, Key> heads = new TreeMap<>();

	/** What was committed. */
	final Map<String, Key> keys = new TreeMap<>();

	final Map<String, PresenceOwner> presence = new TreeMap<>();

	final List<String> gaps = new ArrayList<>();

	/** Answers in the order in which they came. */
	final List<String> answers = new ArrayList<>();

	/** Where to note what was committed. */
	@Nullable CommittedHistory history;

	/** Runs before commits are applied. */
	volatile @Nullable Runnable beforeApplied;

	/** Runs before the engine learns that a proposal failed. */
	volatile @Nullable Consumer<Proposal> beforeFailed;

	String epoch = "";

	long counter;

	long forgotten;

	private TestEngine(MvStoreJournal journal) {
		this.journal = journal;
	}

	static TestEngine open(MvStoreJournal.Builder builder) {
		return open(builder, LIMITS);
	}

	static TestEngine open(MvStoreJournal.Builder builder, LogLimits limits) {
		TestEngine engine = new TestEngine(builder.build());
		engine.epoch = engine.journal.open(limits, engine, engine);
		return engine;
	}

	MvStoreJournal journal() {
		return this.journal;
	}

	long set(String key, JsonNode value) {
		return join(propose(key, value));
	}

	long remove(String key) {
		return join(propose(key, null));
	}

	static long join(CompletableFuture<Long> answer) {
		try {
			return answer.get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	CompletableFuture<Long> propose(String key, @Nullable JsonNode value) {
		return propose(key, value, PresenceChange.NONE, true);
	}

	CompletableFuture<Long> propose(String key, @Nullable JsonNode value, PresenceChange presence, boolean persistent) {
		this.step.lock();
		try {
			Key head = this.heads.get(key);
			Key committed = this.keys.getOrDefault(key, Key.ABSENT);
			Key base = (head != null) ? head : committed;
			JsonNode after = (value != null) ? Values.immutable(value) : NullNode.getInstance();
			List<DeltaOp> ops = (value != null) ? changes(base, after) : List.of(DeltaOp.remove(""));
			if (!base.exists() && value == null) {
				ops = List.of();
			}
			Proposal proposal = new Proposal(key, (head != null) ? -1 : committed.version(), after, value != null, ops,
					this.encoder.encodeOps(ops), System.currentTimeMillis(), new Author(null, "s1"), presence,
					persistent);
			this.heads.put(key, new Key(-1, value != null ? after : null, 0, List.of(), base.pending() + 1));
			CompletableFuture<Long> answer = new CompletableFuture<>();
			this.waiting.put(proposal, answer);
			this.journal.append(proposal);
			return answer;
		}
		finally {
			this.step.unlock();
		}
	}

	/** A new key is written as a whole. */
	private static List<DeltaOp> changes(Key base, JsonNode after) {
		return base.exists() ? Diff.between(base.valueOrNull(), after) : List.of(DeltaOp.add("", after));
	}

	void forget(String key, long version) {
		this.step.lock();
		try {
			this.journal.forget(key, version);
			this.keys.remove(key);
		}
		finally {
			this.step.unlock();
		}
	}

	@Override
	public void committed(List<Commit> commits) {
		Runnable action = this.beforeApplied;
		if (action != null) {
			action.run();
		}
		this.step.lock();
		try {
			commits.forEach(this::committed);
			if (this.history != null) {
				this.history.boundary(this.counter);
			}
		}
		finally {
			this.step.unlock();
		}
	}

	private void committed(Commit commit) {
		Change change = commit.change();
		Proposal proposal = commit.proposal();
		if (change.changesValue()) {
			Key before = this.keys.getOrDefault(change.key(), Key.ABSENT);
			List<Change> log = new ArrayList<>(before.log());
			log.add(change);
			this.keys.put(change.key(), new Key(change.version(), proposal.exists() ? proposal.value() : null,
					before.completeSince(), log, 0));
			this.counter = change.version();
			if (this.history != null) {
				this.history.add(change.key(), this.keys.get(change.key()));
			}
		}
		apply(change.key(), change.presence());
		settle(proposal);
		this.answers.add(change.key() + "@" + change.version());
		this.waiting.remove(proposal).complete(change.version());
	}

	private void apply(String key, PresenceChange change) {
		change.released().forEach((path) -> this.presence.remove(key + path));
		if (change.bound() != null) {
			this.presence.put(key + change.bound(), change.owner());
		}
	}

	private void settle(Proposal proposal) {
		Key head = this.heads.get(proposal.key());
		if (head != null) {
			Key settled = new Key(head.version(), head.value(), 0, List.of(), head.pending() - 1);
			if (settled.pending() == 0) {
				this.heads.remove(proposal.key());
			}
			else {
				this.heads.put(proposal.key(), settled);
			}
		}
	}

	@Override
	public void conflict(Proposal proposal) {
		throw new IllegalStateException("No other node");
	}

	@Override
	public void failed(Proposal proposal, JournalFailure failure) {
		Consumer<Proposal> action = this.beforeFailed;
		if (action != null) {
			action.accept(proposal);
		}
		this.step.lock();
		try {
			this.heads.remove(proposal.key());
			this.answers.add(proposal.key() + "!" + failure.code());
			this.waiting.remove(proposal).completeExceptionally(new Refused(failure));
		}
		finally {
			this.step.unlock();
		}
	}

	@Override
	public void key(String key, long version, @Nullable JsonNode value, long completeSince, List<Change> log) {
		if (this.keys.put(key, new Key(version, value, completeSince, new ArrayList<>(log), 0)) != null) {
			throw new IllegalStateException("Twice: " + key);
		}
	}

	@Override
	public void presence(String key, StatePath path, PresenceOwner owner) {
		this.presence.put(key + path, owner);
	}

	@Override
	public void gap(long first, long last) {
		this.gaps.add(first + "-" + last);
	}

	@Override
	public void counter(long version, long forgotten) {
		this.counter = version;
		this.forgotten = forgotten;
	}

	@Override
	public void close() {
		this.journal.close();
	}

	/** A key as it was committed, or will be. */
	record Key(long version, @Nullable JsonNode value, long completeSince, List<Change> log, int pending) {

		static final Key ABSENT = new Key(0, null, 0, List.of(), 0);

		boolean exists() {
			return this.value != null;
		}

		JsonNode valueOrNull() {
			return (this.value != null) ? this.value : NullNode.getInstance();
		}

		List<Long> logVersions() {
			return this.log.stream().map(Change::version).toList();
		}

		/** What the log makes of a value. */
		JsonNode replay(JsonNode from) {
			JsonNode result = from;
			for (Change change : this.log) {
				result = Deltas.apply(result, change.ops());
			}
			return result;
		}
	}

	/** A proposal that failed. */
	static final class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		final transient JournalFailure failure;

		Refused(JournalFailure failure) {
			super(failure.code() + " " + failure.message(), failure.cause());
			this.failure = failure;
		}

	}

}
