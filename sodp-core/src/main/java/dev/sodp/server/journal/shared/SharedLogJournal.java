// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.server.journal.SharedJournalListener;
import dev.sodp.server.journal.SharedJournalListener.VersionRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a node whose state is kept in a {@link SharedLog}: what all partitions
 * have in common, which is the membership of the node, time, and the way to the engine.
 */
public final class SharedLogJournal implements SharedJournal {

	private static final Logger logger = LoggerFactory.getLogger(SharedLogJournal.class);

	/** Part of the time-out after which what waits is looked at. */
	private static final int CHECKS_PER_TIMEOUT = 20;

	/** Reasons why the log cannot be opened that are named. */
	private static final int MOST_REASONS = 3;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/** How long clients of this node may take to return elsewhere when it has left. */
	private static final Duration ABSENCE = Duration.ofSeconds(10);

	private final NodeContext context;

	private final List<PartitionReplica> partitions;

	private final CompletableFuture<String> opened = new CompletableFuture<>();

	/** Why no connection could be made before it was opened, each once. */
	private final Set<String> reasons = new LinkedHashSet<>();

	private @Nullable CompletableFuture<Void> idle;

	private volatile @Nullable String refusal = "The cluster's log has not been reached yet";

	private volatile List<String> nodes = List.of();

	private volatile Duration roundTrip = Duration.ZERO;

	private volatile @Nullable Instant lastLoss;

	private volatile int waiting;

	private boolean watchingTimeouts;

	private boolean closed;

	/**
	 * Creates a journal.
	 * @param log keeps the state; closed with the journal
	 * @param settings how it works
	 */
	public SharedLogJournal(SharedLog log, SharedLogSettings settings) {
		this.context = new NodeContext(log, settings);
		this.partitions = new ArrayList<>();
		for (int i = 0; i < log.partitions(); i++) {
			this.partitions.add(new PartitionReplica(this, this.context, i));
		}
	}

	@Override
	public void share(SharedJournalListener listener) {
		this.context.listener(listener);
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener answers) {
		this.context.answers(answers);
		this.context.listener().step(() -> this.partitions.forEach(PartitionReplica::connect));
		try {
			String epoch = this.opened.get(this.context.settings().timeout().toNanos(), TimeUnit.NANOSECONDS);
			scheduleRenewal();
			return epoch;
		}
		catch (ExecutionException ex) {
			close();
			throw unusable(ex.getCause());
		}
		catch (TimeoutException ex) {
			close();
			throw new JournalException("The log of the cluster cannot be reached: " + reasons(),
					"Check that it runs, and that address and credentials are right", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
			throw new JournalException("Interrupted while the log of the cluster was opened", "Start again.", ex);
		}
	}

	/**
	 * Each reason once, the latest first: one that hides the others, such as that a
	 * connection has ended, must not be all that there is to read.
	 */
	private String reasons() {
		if (this.reasons.isEmpty()) {
			return "no answer";
		}
		List<String> latestFirst = new ArrayList<>(this.reasons);
		Collections.reverse(latestFirst);
		return String.join("; before that: ", latestFirst);
	}

	/** What is wrong, often the credentials, is only said by the last cause. */
	private static String describe(JournalFailure failure) {
		List<String> messages = new ArrayList<>(List.of(failure.message()));
		for (Throwable cause = failure.cause(); cause != null; cause = cause.getCause()) {
			String message = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
			if (messages.stream().noneMatch((said) -> said.contains(message)) && !isWrapper(cause, message)) {
				messages.add(message);
			}
		}
		return String.join(": ", messages);
	}

	/** Whether there is nothing in a message but the next cause. */
	private static boolean isWrapper(Throwable error, String message) {
		return error.getCause() != null && message.equals(error.getCause().toString());
	}

	private static JournalException unusable(@Nullable Throwable reason) {
		return (reason instanceof JournalException known) ? known : new JournalException(
				"The log of the cluster cannot be used: " + reason, "Check how it is configured");
	}

	/**
	 * A partition could not be connected to, and tries again unless that is of no use.
	 */
	void notConnected(JournalFailure failure) {
		if (failure.cause() instanceof JournalException unusable) {
			this.opened.completeExceptionally(unusable);
		}
		else if (!this.opened.isDone()) {
			String reason = describe(failure);
			this.reasons.remove(reason);
			this.reasons.add(reason);
			if (this.reasons.size() > MOST_REASONS) {
				this.reasons.remove(this.reasons.iterator().next());
			}
		}
	}

	/** A partition can be used, or cannot any longer. */
	void phaseChanged() {
		boolean joined = this.partitions.stream().allMatch(PartitionReplica::isJoined);
		if (joined != (this.refusal == null) && this.opened.isDone()) {
			logReachable(joined);
		}
		this.refusal = joined ? null : "The cluster's log cannot be reached";
		if (joined) {
			this.opened.complete(epoch());
		}
	}

	private static void logReachable(boolean reachable) {
		if (reachable) {
			logger.info("The cluster's log is reached again: sessions and writes are accepted");
		}
		else {
			logger.warn(
					"The cluster's log cannot be reached: writes wait or fail, and no sessions are accepted until it is");
		}
	}

	private String epoch() {
		if (this.partitions.size() == 1) {
			return this.partitions.get(0).epoch();
		}
		StringBuilder all = new StringBuilder();
		this.partitions.forEach((partition) -> all.append(partition.epoch()).append('/'));
		return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8)).toString();
	}

	/** Gaps or epoch of a partition are others than before. */
	void historyChanged() {
		List<VersionRange> gaps = new ArrayList<>();
		this.partitions.forEach(
				(partition) -> partition.gaps().forEach((gap) -> gaps.add(new VersionRange(gap.first(), gap.last()))));
		this.context.listener().history(epoch(), gaps);
	}

	/** A part of the history is lost. */
	void historyLost() {
		this.lastLoss = Instant.now();
		logger.warn("The log of the cluster has lost the latest changes: watchers are sent what is true now");
		historyChanged();
		// Keys exist again whose removal is lost.
		this.context.listener().missed();
	}

	/** The log does not go on where it was left: it was shortened, or history was cut. */
	void missed(int partition) {
		logger
			.info("Some changes of partition {} of the cluster's log were not seen, so what this node holds is compared"
					+ " with what is stored", partition);
		this.context.listener().missed();
	}

	/** Others have taken this node for dead. */
	void fence() {
		logger.warn("The cluster has taken this node for dead, so all its sessions are closed");
		this.context.renameNode();
		this.context.listener().fenced(this.context.node());
		this.partitions.forEach(PartitionReplica::fenced);
		phaseChanged();
	}

	private void scheduleRenewal() {
		this.context.log().after(this.context.settings().renewal(), () -> this.context.listener().step(() -> {
			if (!this.closed) {
				renew();
				scheduleRenewal();
			}
		}));
	}

	/** Renews the membership. */
	void renew() {
		long asked = this.context.now();
		String node = this.context.node();
		Set<String> alive = new HashSet<>();
		for (PartitionReplica partition : this.partitions) {
			LogConnection connection = partition.anyConnection();
			if (connection == null || !partition.isJoined()) {
				continue;
			}
			this.context.whenDone(connection.renew(node, this.context.settings().lease()), (renewal, failure) -> {
				if (renewal == null || !node.equals(this.context.node()) || this.closed) {
					return;
				}
				this.roundTrip = Duration.ofNanos(this.context.now() - asked);
				if (!renewal.member()) {
					fence();
					return;
				}
				alive.addAll(renewal.nodes());
				this.nodes = alive.stream().sorted().toList();
				renewal.dead().forEach((dead) -> gone(connection, dead));
				partition.renewed();
			});
		}
	}

	private void gone(LogConnection connection, String dead) {
		this.context.whenDone(connection.presentIn(dead), (keys, failure) -> {
			if (keys != null) {
				this.context.listener().gone(dead, Set.copyOf(keys), () -> connection.forget(dead));
			}
		});
	}

	/** Something waits for the log, though not for ever. */
	void watchTimeouts() {
		if (this.watchingTimeouts) {
			return;
		}
		this.watchingTimeouts = true;
		Duration interval = this.context.settings().timeout().dividedBy(CHECKS_PER_TIMEOUT);
		this.context.log().after(interval, () -> this.context.listener().step(() -> {
			this.watchingTimeouts = false;
			if (!this.closed) {
				expire();
			}
		}));
	}

	private void expire() {
		long now = this.context.now();
		this.partitions.forEach((partition) -> partition.expire(now));
		this.waiting = this.partitions.stream().mapToInt(PartitionReplica::waiting).sum();
		CompletableFuture<Void> awaited = this.idle;
		if (awaited != null && this.waiting == 0) {
			awaited.complete(null);
		}
		if (this.partitions.stream().anyMatch(PartitionReplica::isWaiting)) {
			watchTimeouts();
		}
	}

	private PartitionReplica partition(String key) {
		return this.partitions.get(Partitions.partition(key, this.partitions.size()));
	}

	@Override
	public String node() {
		return this.context.node();
	}

	@Override
	public void hold(String key) {
		partition(key).hold(key);
	}

	@Override
	public void release(String key) {
		partition(key).release(key);
	}

	@Override
	public void follow(String prefix) {
		this.context.prefixes().add(prefix);
	}

	@Override
	public void unfollow(String prefix) {
		this.context.prefixes().remove(prefix);
	}

	@Override
	public void append(Proposal proposal) {
		partition(proposal.key()).append(proposal);
	}

	@Override
	public void forget(String key, long version) {
		// A deletion is forgotten by the log itself, for all nodes at the same time.
	}

	@Override
	public void synchronize(Synchronization result) {
		if (this.partitions.size() == 1) {
			this.partitions.get(0).synchronize(result);
			return;
		}
		Synchronization all = new AllPartitions(result, this.partitions.size());
		this.partitions.forEach((partition) -> partition.synchronize(all));
	}

	@Override
	public long known() {
		return this.partitions.stream().mapToLong(PartitionReplica::known).min().orElse(0);
	}

	@Override
	public CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit) {
		CompletableFuture<List<String>> all = CompletableFuture.completedFuture(List.of());
		for (PartitionReplica partition : this.partitions) {
			LogConnection connection = partition.anyConnection();
			if (connection == null) {
				return CompletableFuture.failedFuture(new LogException(
						new JournalFailure(ErrorCode.UNAVAILABLE, "The cluster's log cannot be reached", null), true));
			}
			all = all.thenCombine(connection.names(prefix, after, limit), (some, more) -> merge(some, more, limit));
		}
		return all;
	}

	@Override
	public void list(String prefix, @Nullable String after, int limit, Listing result) {
		this.context.whenDone(keys(prefix, after, limit), (names, failure) -> {
			if (names != null) {
				result.listed(names);
			}
			else if (failure != null) {
				result.notListed(failure.failure());
			}
		});
	}

	private static List<String> merge(List<String> some, List<String> more, int limit) {
		List<String> merged = new ArrayList<>(some);
		merged.addAll(more);
		Comparator<String> order = (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
				b.getBytes(StandardCharsets.UTF_8));
		return merged.stream().sorted(order).limit(limit).toList();
	}

	@Override
	public @Nullable String refusal() {
		return this.refusal;
	}

	@Override
	public JournalStatus status() {
		return new JournalStatus(this.refusal, this.waiting, 0, this.context.counters().batches.get());
	}

	@Override
	public ClusterStatus cluster() {
		ClusterCounters counters = this.context.counters();
		long followedAt = this.partitions.stream().mapToLong(PartitionReplica::followedAt).min().orElse(0);
		return new ClusterStatus(this.context.node(), this.nodes, this.refusal,
				Duration.ofNanos(Math.max(0, this.context.now() - followedAt)), this.roundTrip, this.lastLoss,
				this.partitions.stream().mapToInt(PartitionReplica::heldKeys).sum(), counters.proposals.get(),
				counters.conflicts.get(), counters.retries.get(), counters.reloads.get());
	}

	@Override
	public void close() {
		awaitAnswers();
		List<CompletableFuture<?>> left = new ArrayList<>();
		for (PartitionReplica partition : this.partitions) {
			LogConnection connection = partition.anyConnection();
			if (connection != null) {
				left.add(connection.leave(this.context.node(), ABSENCE).toCompletableFuture());
			}
		}
		await(CompletableFuture.allOf(left.toArray(CompletableFuture<?>[]::new)));
		this.context.listener().step(() -> {
			this.closed = true;
			this.refusal = "The server is closed";
			this.partitions.forEach(PartitionReplica::close);
		});
		this.context.log().close();
	}

	/** What was proposed is answered, if it can be. */
	private void awaitAnswers() {
		CompletableFuture<Void> awaited = new CompletableFuture<>();
		this.context.listener().step(() -> {
			this.idle = awaited;
			if (this.partitions.stream().allMatch((partition) -> partition.waiting() == 0)) {
				awaited.complete(null);
			}
		});
		await(awaited);
	}

	private static void await(CompletableFuture<?> future) {
		try {
			future.get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The journal is closed before the log has answered", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits for the answers of all partitions, or the first failure. */
	private static final class AllPartitions implements Synchronization {

		private final Synchronization result;

		private int missing;

		private boolean failed;

		AllPartitions(Synchronization result, int missing) {
			this.result = result;
			this.missing = missing;
		}

		@Override
		public void done(@Nullable JournalFailure failure) {
			this.missing--;
			if (!this.failed && (failure != null || this.missing == 0)) {
				this.failed = failure != null;
				this.result.done(failure);
			}
		}

	}

}
