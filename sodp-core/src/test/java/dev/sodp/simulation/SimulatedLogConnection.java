// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.LogException;
import dev.sodp.server.journal.shared.LogFollower;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a node to a {@link SimulatedStore}. When it ends, what was on its way
 * may have been executed, may never be, or may be executed a while later.
 */
final class SimulatedLogConnection implements LogConnection {

	/** Time without an answer after which the connection ends. */
	private static final Duration SILENCE = Duration.ofSeconds(4);

	private final SimulatedStore store;

	private final SimulatedProcess process;

	private final StoreFaults faults;

	private final BooleanSupplier prompt;

	private final Consumer<SimulatedLogConnection> closing;

	private final String life;

	private final CompletableFuture<String> ended = new CompletableFuture<>();

	private final Queue<Unanswered> unanswered = new ArrayDeque<>();

	private boolean watching;

	/** Whether the store does not hear of the node any more. */
	private boolean severed;

	private long lastArrival;

	private long lastReply;

	private long stalledUntil;

	private @Nullable LogFollowing following;

	SimulatedLogConnection(SimulatedStore store, SimulatedProcess process, StoreFaults faults, BooleanSupplier prompt,
			Consumer<SimulatedLogConnection> closing) {
		this.prompt = prompt;
		this.store = store;
		this.process = process;
		this.faults = faults;
		this.closing = closing;
		this.life = store.life();
	}

	@Override
	public String life() {
		return this.life;
	}

	@Override
	public CompletionStage<String> ended() {
		return this.ended;
	}

	@Override
	public CompletionStage<Joined> join(JoinRequest request) {
		return command(() -> this.store.partition().join(request, this.life, this.store.nanos()));
	}

	@Override
	public CompletionStage<String> cut(String newEpoch) {
		return command(() -> this.store.partition().cut(newEpoch, this.life));
	}

	@Override
	public CompletionStage<Renewal> renew(String node, Duration lease) {
		return command(() -> this.store.partition().renew(node, lease, this.store.nanos()));
	}

	@Override
	public CompletionStage<@Nullable Void> leave(String node, Duration absence) {
		return command(() -> {
			this.store.partition().leave(node, absence, this.store.nanos());
			return null;
		});
	}

	@Override
	public CompletionStage<List<Position>> positions(List<String> keys) {
		return command(
				() -> keys.stream().map((key) -> this.store.partition().position(key, this.store.nanos())).toList());
	}

	@Override
	public CompletionStage<StoredKey> read(String key) {
		return command(() -> this.store.partition().read(key, this.store.nanos()));
	}

	@Override
	public CompletionStage<BatchAnswer> propose(ProposedBatch batch) {
		return command(() -> this.store.propose(batch, this.faults.confirms()));
	}

	@Override
	public CompletionStage<Long> last() {
		return command(() -> this.store.partition().last());
	}

	@Override
	public CompletionStage<List<String>> names(String prefix, @Nullable String after, int limit) {
		return command(() -> this.store.partition().names(prefix, after, limit));
	}

	@Override
	public CompletionStage<List<String>> presentIn(String node) {
		return command(() -> this.store.partition().presentIn(node));
	}

	@Override
	public CompletionStage<@Nullable Void> forget(String node) {
		return command(() -> {
			this.store.partition().forget(node);
			return null;
		});
	}

	@Override
	public void follow(long after, Predicate<String> interest, LogFollower listener) {
		if (this.following != null) {
			throw new AssertionError("Followed twice");
		}
		this.following = new LogFollowing(this, this.store, this.process, this.faults, after, interest, listener);
	}

	private <T extends @Nullable Object> CompletionStage<T> command(Supplier<T> execution) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		if (isOver()) {
			answer.completeExceptionally(lost());
			return answer;
		}
		if (this.prompt.getAsBoolean()) {
			answer.complete(execution.get());
			return answer;
		}
		Unanswered sent = new Unanswered(answer, this.process.nanos());
		this.unanswered.add(sent);
		watchForSilence();
		arrive(() -> {
			T result = execution.get();
			this.lastReply = Math.max(this.lastReply, arrival());
			this.process.at(this.lastReply, () -> {
				if (this.unanswered.remove(sent)) {
					answer.complete(result);
				}
			});
		});
		return answer;
	}

	/** Something reaches the store, after everything that was sent before. */
	private void arrive(Runnable command) {
		this.lastArrival = Math.max(this.lastArrival, arrival());
		this.store.time().at(this.lastArrival, () -> execute(command));
	}

	/** The store executes something unless it has lost the node. */
	void execute(Runnable command) {
		if (!this.severed) {
			this.store.execute(() -> {
				if (!this.severed) {
					command.run();
				}
			});
		}
	}

	/** When what is sent now arrives, from whichever end. */
	long arrival() {
		return Math.max(this.process.nanos(), this.stalledUntil) + this.faults.latency().toNanos();
	}

	boolean isOver() {
		return this.ended.isDone();
	}

	boolean isSevered() {
		return this.severed;
	}

	private void watchForSilence() {
		Unanswered oldest = this.unanswered.peek();
		if (this.watching || oldest == null || isOver()) {
			return;
		}
		this.watching = true;
		this.process.at(oldest.since() + SILENCE.toNanos(), () -> {
			this.watching = false;
			Unanswered first = this.unanswered.peek();
			if (first != null && first.since() + SILENCE.toNanos() <= this.process.nanos()) {
				hangUp("silence");
			}
			watchForSilence();
		});
	}

	/** Something was stored. */
	void changed() {
		if (this.following != null) {
			this.following.poll();
		}
	}

	void stall(Duration span) {
		this.stalledUntil = this.process.nanos() + span.toNanos();
	}

	/** Both ends learn of it, at different times. */
	void cut() {
		if (this.faults.rarely(2)) {
			sever();
		}
		else {
			this.store.time().after(this.faults.lateness(), this::sever);
		}
		this.process.after(this.faults.latency(), () -> end("cut"));
	}

	/** The store is gone; sometimes only its silence says so. */
	void storeEnded() {
		this.severed = true;
		if (!this.faults.rarely(4)) {
			this.process.after(this.faults.latency(), () -> end("gone"));
		}
	}

	private void sever() {
		this.severed = true;
		this.store.closed(this);
	}

	@Override
	public void close() {
		hangUp("closed");
	}

	/** The store executes what was sent before. */
	private void hangUp(String reason) {
		arrive(this::sever);
		end(reason);
	}

	private void end(String reason) {
		if (isOver()) {
			return;
		}
		this.closing.accept(this);
		List<Unanswered> lost = List.copyOf(this.unanswered);
		this.unanswered.clear();
		this.ended.complete(reason);
		lost.forEach((command) -> command.answer().completeExceptionally(lost()));
	}

	private static LogException lost() {
		return new LogException(new JournalFailure(ErrorCode.TIMEOUT, "The connection to the log was lost", null),
				true);
	}

	private record Unanswered(CompletableFuture<?> answer, long since) {
	}

}
