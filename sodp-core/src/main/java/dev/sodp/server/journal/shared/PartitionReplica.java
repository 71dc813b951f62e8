// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.Proposal;
import dev.sodp.server.journal.SharedJournal.Synchronization;
import org.jspecify.annotations.Nullable;

/**
 * The part of a partition that this node holds, and the connection to the log.
 *
 * <p>
 * Whenever a connection leads to another life of the log, the history is checked before
 * anything else happens: whether the numbers that this node has seen are in a gap, and
 * whether each key that is held still stands where it stood.
 */
final class PartitionReplica {

	private static final Duration FIRST_RETRY = Duration.ofMillis(50);

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

	private final NodeContext context;

	private final SharedLogJournal journal;

	private final int number;

	private final HeldChains chains = new HeldChains();

	private final LogBarriers barriers = new LogBarriers();

	private Phase phase = Phase.CONNECTING;

	/** Read on any thread. */
	private volatile @Nullable LogConnection connection;

	private @Nullable String life;

	private String epoch = "";

	private List<Gap> gaps = List.of();

	/** The number of the last change that was looked at. */
	private long followed;

	/** The highest number that this node has seen. */
	private long highest;

	/** The connection whose changes are followed. */
	private @Nullable LogConnection following;

	private volatile long followedAt;

	/** Up to where everything was known when that was last asked. */
	private long known;

	private Duration retry = FIRST_RETRY;

	/** The keys that a check waits for. */
	private final Set<HeldChain> unchecked = new LinkedHashSet<>();

	/** Whether changes may be missing, so that positions have to be compared. */
	private boolean missed;

	/** How many comparisons of positions are under way. */
	private int comparing;

	private boolean historyCut;

	/** When the log last confirmed that this node is a member, in nanoseconds. */
	private long memberAt;

	/**
	 * Whether others may have removed the presence of this node while it followed the
	 * log, which a log that lost its history does not know any more.
	 */
	private boolean overdue;

	PartitionReplica(SharedLogJournal journal, NodeContext context, int number) {
		this.journal = journal;
		this.context = context;
		this.number = number;
		this.followedAt = context.now();
	}

	/** Connects, and goes on trying. */
	void connect() {
		this.phase = Phase.CONNECTING;
		this.context.whenDone(this.context.log().connect(this.number), (opened, failure) -> {
			if (opened != null && this.phase == Phase.CLOSED) {
				opened.close();
			}
			else if (opened != null) {
				connected(opened);
			}
			else if (failure != null && this.phase != Phase.CLOSED) {
				failed(failure);
			}
		});
	}

	private void failed(LogException failure) {
		this.journal.notConnected(failure.failure());
		Duration delay = this.retry;
		this.retry = (delay.compareTo(LONGEST_RETRY) < 0) ? delay.multipliedBy(2) : LONGEST_RETRY;
		this.context.log().after(delay, () -> this.context.listener().step(() -> {
			if (this.phase == Phase.CONNECTING) {
				connect();
			}
		}));
	}

	private void connected(LogConnection opened) {
		this.connection = opened;
		opened.ended().thenAccept((reason) -> this.context.listener().step(() -> ended(opened, reason)));
		if (this.connection == opened) {
			join(opened);
		}
	}

	private void join(LogConnection opened) {
		this.phase = Phase.JOINING;
		SharedLogSettings settings = this.context.settings();
		JoinRequest request = new JoinRequest(this.context.node(), settings.lease(), this.highest,
				settings.ids().get());
		this.context.whenDone(opened.join(request), (joined, failure) -> {
			if (this.connection != opened) {
				return;
			}
			if (joined != null) {
				joined(opened, joined);
			}
			else {
				opened.close();
			}
		});
	}

	private void joined(LogConnection opened, Joined joined) {
		if (!joined.member() || (this.overdue && !opened.life().equals(this.life))) {
			this.overdue = false;
			this.journal.fence();
			return;
		}
		this.overdue = false;
		this.memberAt = this.context.now();
		boolean sameLife = opened.life().equals(this.life);
		boolean first = this.life == null;
		this.phase = Phase.CHECKING;
		if (!joined.gaps().equals(this.gaps) || !joined.epoch().equals(this.epoch)) {
			this.gaps = joined.gaps();
			this.epoch = joined.epoch();
			this.journal.historyChanged();
		}
		if (first) {
			seen(joined.last());
			this.followed = joined.last();
		}
		follow(opened);
		if ((sameLife || first) && !this.missed) {
			checked(opened);
			return;
		}
		this.historyCut |= isLost(this.highest);
		checkPositions(opened);
	}

	/** Whether the change with this number, which there was, is lost. */
	boolean isLost(long changeNumber) {
		return this.gaps.stream().anyMatch((gap) -> changeNumber >= gap.first() && changeNumber <= gap.last());
	}

	/** A change has this number. */
	void seen(long seenNumber) {
		this.highest = Math.max(this.highest, seenNumber);
	}

	/** Numbers only rise, so this is right also if the history was cut. */
	private void follow(LogConnection opened) {
		if (opened == this.following) {
			return;
		}
		this.following = opened;
		opened.follow(this.followed, (key) -> this.chains.contains(key) || this.context.isFollowed(key),
				(entries, last, complete) -> this.context.listener().step(() -> {
					if (this.connection == opened) {
						advanced(entries, last, complete);
					}
				}));
	}

	/** Whether each key that is held still stands where it stood. */
	private void checkPositions(LogConnection opened) {
		List<HeldChain> known = this.chains.all().stream().filter(HeldChain::isKnown).toList();
		this.unchecked.clear();
		List<String> keys = known.stream().map(HeldChain::key).toList();
		this.comparing++;
		this.context.whenDone(opened.positions(keys), (positions, failure) -> {
			if (this.connection != opened) {
				return;
			}
			if (positions == null) {
				opened.close();
				return;
			}
			this.comparing--;
			this.missed &= this.comparing > 0;
			for (int i = 0; i < known.size(); i++) {
				HeldChain chain = known.get(i);
				if (!positions.get(i).equals(chain.position()) && this.chains.find(chain.key()) == chain) {
					this.unchecked.add(chain);
				}
			}
			List<HeldChain> mismatches = List.copyOf(this.unchecked);
			if (mismatches.isEmpty() && this.phase == Phase.CHECKING) {
				checked(opened);
			}
			mismatches.forEach(this::readAgain);
			progressed();
		});
	}

	private void readAgain(HeldChain chain) {
		watch(chain);
		chain.readAgain();
	}

	/** A key was replaced by what is stored, as its chain is broken. */
	void replaced() {
		if (this.phase == Phase.CHECKING) {
			this.historyCut = true;
		}
	}

	/** A key has been read. */
	void wasRead(HeldChain chain) {
		LogConnection current = this.connection;
		progressed();
		if (this.unchecked.remove(chain) && this.unchecked.isEmpty() && this.phase == Phase.CHECKING
				&& current != null) {
			checked(current);
		}
	}

	private void checked(LogConnection opened) {
		if (!this.historyCut) {
			ready(opened);
			return;
		}
		this.context.whenDone(opened.cut(this.context.settings().ids().get()), (newEpoch, failure) -> {
			if (this.connection != opened) {
				return;
			}
			if (newEpoch == null) {
				opened.close();
				return;
			}
			this.epoch = newEpoch;
			this.historyCut = false;
			this.journal.historyLost();
			ready(opened);
		});
	}

	private void ready(LogConnection opened) {
		this.life = opened.life();
		this.phase = Phase.JOINED;
		this.retry = FIRST_RETRY;
		this.journal.phaseChanged();
		this.chains.all().forEach(HeldChain::resumed);
	}

	private void ended(LogConnection gone, String reason) {
		if (this.connection != gone) {
			return;
		}
		this.connection = null;
		this.comparing = 0;
		LogException failure = new LogException(new JournalFailure(ErrorCode.UNAVAILABLE, reason, null), true);
		this.overdue |= isJoined() && this.context.now() - this.memberAt > this.context.settings().lease().toNanos();
		this.chains.all().forEach(HeldChain::interrupted);
		this.barriers.failAll(failure.failure());
		if (this.phase != Phase.CLOSED) {
			this.phase = Phase.CONNECTING;
			this.journal.phaseChanged();
			failed(failure);
		}
	}

	private void advanced(List<LogEntry> entries, long last, boolean complete) {
		for (LogEntry entry : entries) {
			HeldChain chain = this.chains.find(entry.key());
			if (chain != null) {
				chain.changed(entry);
				track(chain);
			}
			else if (this.context.isFollowed(entry.key())) {
				this.context.listener().appeared(entry.key());
			}
		}
		LogConnection current = connection();
		if (!complete && current != null) {
			this.missed = true;
			this.journal.missed(this.number);
			this.chains.all().stream().filter((chain) -> !chain.isKnown()).forEach(HeldChain::readAgain);
			checkPositions(current);
		}
		this.followed = Math.max(this.followed, last);
		seen(last);
		this.followedAt = this.context.now();
		progressed();
	}

	/** A key has come further. */
	void progressed(HeldChain chain) {
		if (!chain.isBusy()) {
			this.chains.idle(chain);
		}
		progressed();
	}

	/** What barriers wait for may be known now. */
	private void progressed() {
		this.barriers.progress(this::isKnown);
	}

	/**
	 * Whether all keys have come as far as the log. A change that has been followed may
	 * still wait for the answer to a proposal, or for its key to be read.
	 */
	private boolean isKnown(long to) {
		return to <= this.followed && this.comparing == 0 && !this.chains.isAnyBehind(to);
	}

	/** Up to where everything is known. */
	long known() {
		if (isKnown(this.followed)) {
			this.known = this.followed;
		}
		return this.known;
	}

	private void watch(HeldChain chain) {
		this.chains.busy(chain);
		this.journal.watchTimeouts();
	}

	/** Whether something waits for the log. */
	boolean isWaiting() {
		return this.chains.hasBusy() || !this.barriers.isEmpty();
	}

	private void track(HeldChain chain) {
		if (chain.isBusy()) {
			watch(chain);
		}
	}

	/** The connection, for reading. */
	@Nullable LogConnection connection() {
		return (this.phase == Phase.JOINED || this.phase == Phase.CHECKING) ? this.connection : null;
	}

	/** The connection if it can be asked for names. Called on any thread. */
	@Nullable LogConnection anyConnection() {
		return this.connection;
	}

	/** Whether proposals can be made. */
	boolean isJoined() {
		return this.phase == Phase.JOINED;
	}

	String epoch() {
		return this.epoch;
	}

	List<Gap> gaps() {
		return this.gaps;
	}

	/** When the log was last known to be followed to its end, in nanoseconds. */
	long followedAt() {
		return this.followedAt;
	}

	void hold(String key) {
		HeldChain chain = new HeldChain(this, this.context, key);
		this.chains.add(chain);
		watch(chain);
		if (isJoined()) {
			chain.read();
		}
	}

	void release(String key) {
		HeldChain chain = this.chains.remove(key);
		if (chain != null) {
			chain.release();
			wasRead(chain);
		}
	}

	/** A key could not be read. */
	void notRead(HeldChain chain) {
		release(chain.key());
	}

	void append(Proposal proposal) {
		HeldChain chain = this.chains.find(proposal.key());
		if (chain == null) {
			throw new IllegalStateException("'" + proposal.key() + "' is not held");
		}
		watch(chain);
		chain.append(proposal);
	}

	/** The log takes this node for dead, or its lease is over. */
	void notMember() {
		this.journal.renew();
	}

	/** Goes on as another node, on another connection. */
	void fenced() {
		this.chains.all().forEach(HeldChain::fenced);
		LogConnection current = this.connection;
		if (current != null) {
			current.close();
		}
	}

	/** This node is a member still, so that what it was refused is tried again. */
	void renewed() {
		this.memberAt = this.context.now();
		this.chains.allBusy().forEach(HeldChain::resumed);
	}

	void synchronize(Synchronization result) {
		LogConnection current = this.connection;
		if (current == null || !isJoined()) {
			result.done(LogFailures.UNREACHABLE);
			return;
		}
		LogBarriers.Barrier barrier = this.barriers.add(result, this.context.now());
		this.journal.watchTimeouts();
		this.context.whenDone(current.last(), (last, failure) -> {
			if (last != null) {
				barrier.number(last);
				progressed();
			}
			else if (failure != null) {
				this.barriers.fail(barrier, failure.failure());
			}
		});
	}

	/**
	 * Fails what has waited for too long.
	 * @param now nanoseconds
	 */
	void expire(long now) {
		this.barriers.expire(now, this.context.settings().timeout().toNanos());
		this.chains.expire(now);
	}

	int heldKeys() {
		return this.chains.size();
	}

	/** Number of proposals without an answer. */
	int waiting() {
		return this.chains.waiting();
	}

	void close() {
		this.phase = Phase.CLOSED;
		this.barriers.failAll(LogFailures.CLOSED);
		LogConnection current = this.connection;
		this.connection = null;
		if (current != null) {
			current.close();
		}
	}

	/** How far the connection is. */
	private enum Phase {

		/** There is none. */
		CONNECTING,

		/** The membership is not confirmed. */
		JOINING,

		/** It is not known whether what is held is true still. */
		CHECKING,

		/** Everything works. */
		JOINED,

		/** For good. */
		CLOSED

	}

}
