// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of one key: how far its chain of changes has come, and what is
 * proposed.
 *
 * <p>
 * A change of another node is taken if it follows the last one that is known, by its tag;
 * else the key is read again. At most one batch of proposals is in flight, and what is
 * proposed meanwhile goes with the next one. While a batch is in flight, changes of
 * others wait, since the answer says which of them came first.
 *
 * <p>
 * A batch whose answer was lost is sent again with the same tags and the same expected
 * position: either it is stored now, or the chain has gone on, and then it shows whether
 * the first attempt succeeded. An attempt that arrives even later finds another tag and
 * does nothing.
 */
final class HeldChain {

	private final PartitionReplica partition;

	private final NodeContext context;

	private final String key;

	private final long since;

	private Phase phase = Phase.READING;

	private boolean reading;

	/** Whether what is being read may be out of date already. */
	private boolean readingTwice;

	private boolean released;

	private Position position = Position.NONE;

	private long version;

	/** Whether the last change is what a proposal without base version builds on. */
	private boolean ownLast;

	private final Queue<LogEntry> entries = new ArrayDeque<>(0);

	private final WaitingProposals queue = new WaitingProposals();

	private @Nullable Flight flight;

	/**
	 * Whether the engine is being answered. What it appends then may build on what it has
	 * yet to learn, so that nothing is sent before everything is said.
	 */
	private boolean answering;

	HeldChain(PartitionReplica partition, NodeContext context, String key) {
		this.partition = partition;
		this.context = context;
		this.key = key;
		this.since = context.now();
	}

	String key() {
		return this.key;
	}

	Position position() {
		return this.position;
	}

	/** Whether it has been read at least once. */
	boolean isKnown() {
		return this.phase != Phase.READING;
	}

	/** Whether something waits for the log. */
	boolean isBusy() {
		return this.phase != Phase.KNOWN || this.flight != null || !this.queue.isEmpty();
	}

	/** Whether something up to a number may be missing here although it was followed. */
	boolean isBehind(long number) {
		return (this.phase != Phase.KNOWN || !this.entries.isEmpty()) && this.position.number() < number;
	}

	int waiting() {
		return this.queue.size() + ((this.flight != null) ? this.flight.proposals().size() : 0);
	}

	void release() {
		this.released = true;
	}

	void append(Proposal proposal) {
		this.context.counters().proposals.incrementAndGet();
		this.queue.add(proposal, this.context.now());
		flush();
	}

	/** Reads the key, unless that is under way. */
	void read() {
		LogConnection connection = this.partition.connection();
		if (connection == null || this.reading) {
			return;
		}
		this.reading = true;
		this.context.whenDone(connection.read(this.key), (stored, failure) -> {
			if (this.released || this.partition.connection() != connection) {
				return;
			}
			boolean twice = this.readingTwice;
			this.reading = false;
			this.readingTwice = false;
			if (stored != null) {
				take(stored, twice);
			}
			else if (failure != null && !failure.isConnectionLost() && this.phase == Phase.READING) {
				notRead(failure.failure());
			}
			this.partition.wasRead(this);
		});
	}

	/** What is known, or is just being read, may be out of date. */
	void readAgain() {
		this.readingTwice = this.reading;
		if (this.phase == Phase.KNOWN) {
			this.phase = Phase.READING_AGAIN;
		}
		read();
	}

	private void take(StoredKey stored, boolean again) {
		boolean first = this.phase == Phase.READING;
		this.phase = again ? Phase.READING_AGAIN : Phase.KNOWN;
		if (first) {
			replace(stored, null);
		}
		else {
			catchUp(stored);
		}
		if (again) {
			read();
		}
		goOn();
	}

	private void replace(StoredKey stored, @Nullable Long lost) {
		HeldKey held = StoredValues.key(this.key, stored, lost);
		this.position = stored.position();
		this.version = held.version();
		this.ownLast = false;
		this.context.listener().loaded(held);
	}

	private void catchUp(StoredKey stored) {
		if (stored.position().equals(this.position)) {
			return;
		}
		List<StoredChange> newer = after(stored);
		if (newer != null) {
			caughtUp(newer);
			return;
		}
		this.context.counters().reloads.incrementAndGet();
		long known = this.position.number();
		boolean lost = stored.completeSince() < known || this.partition.isLost(known);
		if (lost) {
			this.partition.replaced();
		}
		Flight unanswered = this.flight;
		replace(stored, lost ? known : null);
		if (unanswered != null && mayContain(stored, unanswered)) {
			fail(unanswered, LogFailures.OUTCOME_UNKNOWN);
		}
		else {
			conflict();
		}
	}

	/** Where changes are missing the flight may be one of them. */
	private static boolean mayContain(StoredKey stored, Flight flight) {
		return stored.completeSince() > flight.expected().number()
				|| stored.changes().stream().anyMatch(flight::begins);
	}

	/** The changes after the position that is known, or null if it is not among them. */
	private @Nullable List<StoredChange> after(StoredKey stored) {
		List<StoredChange> changes = stored.changes();
		for (int i = 0; i < changes.size(); i++) {
			if (changes.get(i).position().equals(this.position)) {
				return changes.subList(i + 1, changes.size());
			}
		}
		return (this.position.equals(Position.NONE) && stored.completeSince() == 0 && !changes.isEmpty()) ? changes
				: null;
	}

	/** Takes what has been stored after the position that is known. */
	private void caughtUp(List<StoredChange> newer) {
		if (this.flight != null && newer.stream().anyMatch(this.flight::begins)) {
			landed(newer);
		}
		else {
			takeOthers(newer);
			conflict();
		}
	}

	/** The flight is among what has been stored. */
	private void landed(List<StoredChange> newer) {
		Flight landed = this.flight;
		if (landed == null) {
			return;
		}
		this.flight = null;
		List<Commit> commits = new ArrayList<>();
		int own = -1;
		for (StoredChange change : newer) {
			own = (own >= 0 || landed.begins(change)) ? own + 1 : own;
			Proposal proposal = (own >= 0 && own < landed.proposals().size()) ? landed.proposals().get(own) : null;
			commits.add(new Commit(advance(change), proposal));
			this.ownLast = proposal != null;
		}
		boolean overtaken = !this.ownLast && !this.queue.isEmpty();
		answer((answers) -> answers.committed(commits));
		if (overtaken) {
			conflict();
		}
	}

	private Change advance(StoredChange stored) {
		Change change = StoredValues.change(this.key, stored);
		this.position = stored.position();
		if (change.changesValue()) {
			this.version = change.version();
		}
		return change;
	}

	private void takeOthers(List<StoredChange> changes) {
		List<Commit> commits = new ArrayList<>(changes.size());
		for (StoredChange change : changes) {
			commits.add(new Commit(advance(change), null));
		}
		this.ownLast = false;
		if (!commits.isEmpty()) {
			answer((answers) -> answers.committed(commits));
		}
	}

	/** All that waits was computed on what has changed. */
	private void conflict() {
		Flight dropped = this.flight;
		Proposal first = (dropped != null) ? dropped.first() : this.queue.first();
		this.flight = null;
		this.queue.clear();
		if (first != null) {
			this.context.counters().conflicts.incrementAndGet();
			answer((answers) -> answers.conflict(first));
		}
	}

	/**
	 * Another node, or this one, has changed the key.
	 * @param entry the change
	 */
	void changed(LogEntry entry) {
		this.entries.add(entry);
		goOn();
	}

	private void goOn() {
		if (this.answering) {
			return;
		}
		while (this.phase == Phase.KNOWN && this.flight == null && !this.entries.isEmpty()) {
			take(this.entries.remove());
		}
		flush();
		this.partition.progressed(this);
	}

	private void take(LogEntry entry) {
		if (entry.position().number() <= this.position.number()) {
			return;
		}
		byte[] change = entry.change();
		if (change == null || !entry.previousTag().equals(this.position.tag())) {
			readAgain();
			return;
		}
		boolean overtaken = !this.queue.isEmpty();
		takeOthers(List.of(new StoredChange(entry.position(), change)));
		if (overtaken) {
			conflict();
		}
	}

	private void flush() {
		if (this.answering || this.phase != Phase.KNOWN || !this.partition.isJoined()) {
			return;
		}
		if (this.flight != null) {
			sendAgain(this.flight);
			return;
		}
		Proposal first = this.queue.first();
		while (first != null && !isOnPosition(first)) {
			conflict();
			first = this.queue.first();
		}
		this.flight = this.queue.take(this.context.settings(), this.position, this.version);
		if (this.flight != null) {
			send(this.flight, false);
		}
	}

	private boolean isOnPosition(Proposal proposal) {
		long base = proposal.baseVersion();
		return (base == Proposal.ON_PREDECESSOR) ? this.ownLast : base == this.version;
	}

	private void sendAgain(Flight interrupted) {
		if (interrupted.isUnsent()) {
			this.context.counters().retries.incrementAndGet();
			send(interrupted, false);
		}
	}

	private void send(Flight sent, boolean withSnapshot) {
		LogConnection connection = this.partition.connection();
		if (connection == null) {
			return;
		}
		sent.sent();
		this.context.counters().batches.incrementAndGet();
		this.context.whenDone(connection.propose(sent.batch(this.context.node(), withSnapshot)), (answer, failure) -> {
			if (this.flight != sent || this.partition.connection() != connection) {
				return;
			}
			if (answer != null) {
				answered(sent, answer);
			}
			else if (failure != null && !failure.isConnectionLost()) {
				fail(sent, sent.isDoubtful() ? LogFailures.OUTCOME_UNKNOWN : failure.failure());
				goOn();
			}
		});
	}

	private void answered(Flight sent, BatchAnswer answer) {
		if (answer instanceof BatchAnswer.Stored stored) {
			stored(sent, stored);
		}
		else if (answer instanceof BatchAnswer.Conflict conflict) {
			caughtUp(conflict.newer());
		}
		else if (answer instanceof BatchAnswer.SnapshotNeeded) {
			send(sent, true);
			return;
		}
		else if (answer instanceof BatchAnswer.NotMember) {
			sent.sentBack();
			this.partition.notMember();
			return;
		}
		else {
			outdated(sent);
			return;
		}
		goOn();
	}

	private void stored(Flight sent, BatchAnswer.Stored stored) {
		List<Commit> commits = new ArrayList<>();
		for (int i = 0; i < sent.proposals().size(); i++) {
			Proposal proposal = sent.proposals().get(i);
			long number = stored.first() + i;
			this.partition.seen(number);
			this.position = new Position(number, sent.tag(i));
			if (proposal.changesValue()) {
				this.version = number;
			}
			commits.add(new Commit(proposal.toChange(proposal.changesValue() ? number : 0),
					stored.confirmed() ? proposal : null));
		}
		this.ownLast = stored.confirmed();
		if (stored.confirmed()) {
			this.flight = null;
			answer((answers) -> answers.committed(commits));
		}
		else {
			answer((answers) -> answers.committed(commits));
			fail(sent, LogFailures.UNCONFIRMED);
		}
	}

	/** Nothing of a flight will become true, and what was built on it neither. */
	private void fail(Flight sent, JournalFailure failure) {
		boolean builtOn = !this.queue.isEmpty();
		this.flight = null;
		sent.proposals().forEach((proposal) -> answer((answers) -> answers.failed(proposal, failure)));
		if (builtOn) {
			conflict();
		}
	}

	private void answer(Consumer<JournalListener> content) {
		boolean outer = this.answering;
		this.answering = true;
		try {
			content.accept(this.context.answers());
		}
		finally {
			this.answering = outer;
		}
	}

	private void outdated(Flight sent) {
		if (sent.isDoubtful()) {
			fail(sent, LogFailures.OUTCOME_UNKNOWN);
		}
		else {
			this.flight = null;
			this.queue.putBack(sent);
		}
		readAgain();
	}

	/**
	 * The connection is gone, and with it the answers to what was asked. Changes that
	 * have waited may be lost before the next one is made, and are read again then.
	 */
	void interrupted() {
		this.reading = false;
		this.readingTwice = false;
		if (!this.entries.isEmpty()) {
			this.entries.clear();
			readAgain();
		}
		if (this.flight != null) {
			this.flight.interrupted();
		}
	}

	/** The partition can be asked again. */
	void resumed() {
		if (this.phase != Phase.KNOWN) {
			read();
		}
		goOn();
	}

	/** This node is not a member any more: its proposals are not stored. */
	void fenced() {
		Flight unanswered = this.flight;
		if (unanswered != null) {
			fail(unanswered, LogFailures.OUTCOME_UNKNOWN);
			readAgain();
		}
		failWaiting(LogFailures.FENCED);
	}

	/**
	 * Fails what has waited for too long.
	 * @param now nanoseconds
	 */
	void expire(long now) {
		long timeout = this.context.settings().timeout().toNanos();
		if (this.phase == Phase.READING && now - this.since > timeout) {
			notRead(LogFailures.UNREACHABLE);
			return;
		}
		Flight unanswered = this.flight;
		if (unanswered != null && now - unanswered.since() > timeout) {
			fail(unanswered, LogFailures.OUTCOME_UNKNOWN);
			readAgain();
		}
		if (this.flight == null && this.queue.isOverdue(now, timeout)) {
			failWaiting(LogFailures.UNREACHABLE);
		}
		if (this.phase == Phase.READING_AGAIN) {
			read();
		}
		goOn();
	}

	private void failWaiting(JournalFailure failure) {
		this.queue.clear().forEach((proposal) -> answer((answers) -> answers.failed(proposal, failure)));
	}

	private void notRead(JournalFailure failure) {
		this.partition.notRead(this);
		this.context.listener().notLoaded(this.key, failure);
	}

	@Override
	public String toString() {
		return "'" + this.key + "' at " + this.position + ", " + this.phase;
	}

	/** What is known. */
	private enum Phase {

		/** Nothing yet. */
		READING,

		/** Everything up to the position. */
		KNOWN,

		/** Everything up to the position, which may be out of date. */
		READING_AGAIN

	}

}
