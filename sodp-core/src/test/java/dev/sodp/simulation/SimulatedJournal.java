// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * A stored journal with a bad disk: it takes its time, sometimes a minute, is full for a
 * while, fails in the middle of a batch and stays broken, and is killed at any moment. Of
 * the batch that it writes then either everything is left or nothing.
 */
public final class SimulatedJournal implements Journal {

	private static final int MOST_IN_A_BATCH = 64;

	private static final Duration SILENCE = Duration.ofSeconds(60);

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final SimulatedDisk disk;

	/** Whether changes are confirmed before they are durable. */
	private final boolean early;

	private final Recorder recorder;

	private final Queue<Proposal> queue = new ArrayDeque<>();

	private List<Proposal> batch = List.of();

	/** Versions given to what is confirmed early. */
	private final Map<Proposal, Long> given = new HashMap<>();

	private long counter;

	private long lastAnswer;

	private @Nullable JournalListener listener;

	private @Nullable JournalFailure refusal;

	private boolean calm;

	private boolean dead;

	SimulatedJournal(SimulatedTime time, SplittableRandom random, SimulatedDisk disk, boolean early,
			Recorder recorder) {
		this.time = time;
		this.random = random;
		this.disk = disk;
		this.early = early;
		this.recorder = recorder;
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener newListener) {
		this.listener = newListener;
		String epoch = this.disk.open(limits, this.early, recovery);
		this.counter = this.disk.counter();
		return epoch;
	}

	@Override
	public void append(Proposal proposal) {
		if (this.refusal == null && !this.calm && this.random.nextInt(400) == 0) {
			refuse(ErrorCode.FULL, "disk full");
			this.time.after(Duration.ofMillis(this.random.nextInt(10_000)), () -> {
				if (!isBroken()) {
					this.refusal = null;
				}
			});
		}
		if (this.refusal != null) {
			listener().failed(proposal, this.refusal);
			return;
		}
		this.queue.add(proposal);
		if (this.early) {
			long version = proposal.changesValue() ? ++this.counter : 0;
			this.given.put(proposal, version);
			this.recorder.record(proposal, version);
			listener().committed(proposal, version);
		}
		if (this.batch.isEmpty()) {
			begin();
		}
	}

	private void begin() {
		this.batch = new ArrayList<>();
		while (!this.queue.isEmpty() && this.batch.size() < MOST_IN_A_BATCH) {
			this.batch.add(this.queue.remove());
		}
		boolean silent = !this.calm && this.random.nextInt(300) == 0;
		this.time.after(silent ? SILENCE : Duration.ofMillis(this.random.nextInt(1, 20)), () -> {
			if (!this.dead) {
				end();
			}
		});
	}

	private void end() {
		if (!this.calm && !this.early && this.random.nextInt(300) == 0) {
			breakDown();
			return;
		}
		List<Commit> commits = write();
		this.batch = List.of();
		if (!this.queue.isEmpty()) {
			begin();
		}
		if (!this.early) {
			this.lastAnswer = Math.max(this.lastAnswer,
					this.time.nanos() + Duration.ofMillis(this.random.nextInt(3)).toNanos());
			this.time.at(this.lastAnswer, () -> {
				if (!this.dead) {
					listener().committed(commits);
				}
			});
		}
	}

	/** Nobody knows what has become of the batch, and nothing is written any more. */
	private void breakDown() {
		List<Proposal> unknown = this.batch;
		if (this.random.nextBoolean()) {
			write();
		}
		this.batch = List.of();
		List<Proposal> untried = new ArrayList<>(this.queue);
		this.queue.clear();
		refuse(ErrorCode.UNAVAILABLE, "broken");
		JournalFailure lost = new JournalFailure(ErrorCode.TIMEOUT, "sync failed", null);
		unknown.forEach((proposal) -> listener().failed(proposal, lost));
		untried.forEach((proposal) -> listener().failed(proposal, Objects.requireNonNull(this.refusal)));
	}

	private List<Commit> write() {
		List<Commit> commits = new ArrayList<>();
		for (Proposal proposal : this.batch) {
			Long early = this.given.remove(proposal);
			long version = (early != null) ? early : proposal.changesValue() ? ++this.counter : 0;
			this.disk.write(proposal, version);
			if (early == null) {
				this.recorder.record(proposal, version);
			}
			commits.add(new Commit(proposal.toChange(version), proposal));
		}
		return commits;
	}

	private void refuse(int code, String message) {
		this.refusal = new JournalFailure(code, message, null);
	}

	private JournalListener listener() {
		return Objects.requireNonNull(this.listener, "not open");
	}

	/** Whether only another start can help. */
	boolean isBroken() {
		return this.refusal != null && this.refusal.code() == ErrorCode.UNAVAILABLE;
	}

	/** From now on the disk does what it should. */
	void heal() {
		this.calm = true;
	}

	/** The process is gone. */
	void kill() {
		this.dead = true;
		if (!this.batch.isEmpty() && this.random.nextBoolean()) {
			write();
		}
	}

	@Override
	public void forget(String key, long version) {
		this.disk.forget(key, version);
	}

	@Override
	public JournalStatus status() {
		return new JournalStatus((this.refusal != null) ? this.refusal.message() : null, this.queue.size(), 0, 0);
	}

	@Override
	public void close() {
		this.dead = true;
	}

	/** Is told what is committed, whether anybody is told or not. */
	interface Recorder {

		void record(Proposal proposal, long version);

	}

}
