// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file of H2's MVStore: what it committed survives the process. Belongs to
 * one server, and its directory to one process.
 *
 * <p>
 * Values, versions, deletions, presence and as much of the logs as the server keeps in
 * memory are in the file, so that RESUME works across a restart. All writing is done by a
 * thread of the journal, which commits everything that waits at once.
 */
public final class MvStoreJournal implements Journal {

	/** Time between commits with {@link Durability#INTERVAL}, 100 ms. */
	public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(100);

	/** What MVStore keeps of pages in memory, 16 MiB. */
	public static final long DEFAULT_CACHE_SIZE = 16 * 1024 * 1024;

	/** How long another instance may keep the directory, 10 s. */
	public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(10);

	/** Changes that may wait for the disk after they were answered, in bytes. */
	private static final long MOST_WAITING_BYTES = 64 * 1024 * 1024;

	private final JournalSettings settings;

	private final WorkQueue queue = new WorkQueue();

	private final JournalState status = new JournalState();

	private final Maintenance.BackupRequests backups;

	private volatile @Nullable JournalThread thread;

	private @Nullable JournalListener listener;

	private MvStoreJournal(JournalSettings settings) {
		this.settings = settings;
		this.backups = new Maintenance.BackupRequests(settings.backupDirectory());
	}

	/**
	 * Builds a journal.
	 * @param directory where its file is or will be; created if it does not exist
	 * @return a builder with the defaults
	 */
	public static Builder builder(Path directory) {
		return new Builder(directory);
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener listener) {
		RecoveryHandoff handoff = new RecoveryHandoff();
		JournalThread thread = new JournalThread(this.settings, limits, this.queue, this.status, handoff, listener,
				this.backups);
		this.listener = listener;
		this.thread = thread;
		thread.start();
		boolean opened = false;
		try {
			String epoch = handoff.receive(recovery);
			opened = true;
			return epoch;
		}
		finally {
			if (!opened) {
				close();
			}
		}
	}

	@Override
	public void append(Proposal proposal) {
		if (this.settings.durability() == Durability.ALWAYS) {
			this.queue.add(new Work.Append(proposal, 0, false));
			return;
		}
		JournalListener listener = Objects.requireNonNull(this.listener, "The journal is not open");
		JournalFailure failure = early();
		if (failure != null) {
			listener.failed(proposal, failure);
			return;
		}
		long version = proposal.changesValue() ? versions().next() : 0;
		this.queue.add(new Work.Append(proposal, version, true));
		listener.committed(proposal, version);
	}

	private VersionBound versions() {
		JournalThread thread = Objects.requireNonNull(this.thread, "The journal is not open");
		return Objects.requireNonNull(thread.versions(), "The journal is not open");
	}

	/** Why a change cannot be answered before it is stored. */
	private @Nullable JournalFailure early() {
		if (this.status.refusal() != null) {
			return this.status.isBroken()
					? new JournalFailure(ErrorCode.UNAVAILABLE, "The server's storage is not available", null)
					: new JournalFailure(ErrorCode.FULL, "The server's storage is full", null);
		}
		if (this.queue.bytes() > MOST_WAITING_BYTES || !versions().hasNext()) {
			return new JournalFailure(ErrorCode.UNAVAILABLE, "The server's storage does not keep up", null);
		}
		return null;
	}

	@Override
	public void forget(String key, long version) {
		this.queue.add(new Work.Forget(key, version));
	}

	@Override
	public JournalStatus status() {
		return new JournalStatus(this.status.refusal(), this.queue.proposals(), this.status.bytes(),
				this.status.commits());
	}

	/**
	 * Copies the journal into the backup directory, while it goes on. Put in the place of
	 * the journal's file, the copy is the state as of a moment after the call; clients
	 * start over from the whole state then.
	 * @return the file, whose name says when; fails if it cannot be written, or with the
	 * closing of the journal
	 */
	public CompletableFuture<Path> backup() {
		CompletableFuture<Path> result = this.backups.add();
		this.queue.wake();
		return result;
	}

	/**
	 * Commits what was appended, answers it, and releases everything. If the calling
	 * thread is interrupted, all of that goes on in the background.
	 */
	@Override
	public void close() {
		this.queue.close();
		JournalThread thread = this.thread;
		if (thread == null || thread == Thread.currentThread()) {
			return;
		}
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Builds a {@link MvStoreJournal}.
	 */
	public static final class Builder {

		private final Path directory;

		private Durability durability = Durability.ALWAYS;

		private Duration interval = DEFAULT_INTERVAL;

		private long cacheSize = DEFAULT_CACHE_SIZE;

		private Duration lockTimeout = DEFAULT_LOCK_TIMEOUT;

		private @Nullable Path backupDirectory;

		private String scheme = "";

		private FreeSpace.@Nullable Usable usable;

		private Builder(Path directory) {
			this.directory = directory.toAbsolutePath().normalize();
		}

		/**
		 * Sets when a change counts as committed.
		 * @param durability {@link Durability#ALWAYS} unless set
		 * @return this
		 */
		public Builder durability(Durability durability) {
			this.durability = durability;
			return this;
		}

		/**
		 * Sets the time between commits with {@link Durability#INTERVAL}.
		 * @param interval positive; {@link #DEFAULT_INTERVAL} unless set
		 * @return this
		 */
		public Builder interval(Duration interval) {
			if (interval.isNegative() || interval.isZero()) {
				throw new IllegalArgumentException("interval must be positive (was " + interval + ")");
			}
			this.interval = interval;
			return this;
		}

		/**
		 * Sets how much MVStore keeps of pages in memory.
		 * @param bytes positive, rounded to MiB; {@link #DEFAULT_CACHE_SIZE} unless set
		 * @return this
		 */
		public Builder cacheSize(long bytes) {
			if (bytes <= 0) {
				throw new IllegalArgumentException("cacheSize must be positive (was " + bytes + ")");
			}
			this.cacheSize = bytes;
			return this;
		}

		/**
		 * Sets how long to wait for another instance that keeps the directory, such as
		 * the one that a rolling update is about to stop.
		 * @param timeout not negative; {@link #DEFAULT_LOCK_TIMEOUT} unless set
		 * @return this
		 */
		public Builder lockTimeout(Duration timeout) {
			if (timeout.isNegative()) {
				throw new IllegalArgumentException("lockTimeout must not be negative (was " + timeout + ")");
			}
			this.lockTimeout = timeout;
			return this;
		}

		/**
		 * Sets where backups go.
		 * @param directory created if it does not exist; {@code backup} below the
		 * journal's directory unless set
		 * @return this
		 */
		public Builder backupDirectory(Path directory) {
			this.backupDirectory = directory.toAbsolutePath().normalize();
			return this;
		}

		/** Lets tests stand between MVStore and the disk. */
		Builder scheme(String scheme) {
			this.scheme = scheme;
			return this;
		}

		/** Lets tests fill the disk. */
		Builder usable(FreeSpace.Usable usable) {
			this.usable = usable;
			return this;
		}

		/**
		 * Builds the journal, which does nothing before it is opened.
		 * @return the journal
		 */
		public MvStoreJournal build() {
			Path backups = this.backupDirectory;
			return new MvStoreJournal(new JournalSettings(this.directory, this.durability, this.interval,
					this.cacheSize, this.lockTimeout, (backups != null) ? backups : this.directory.resolve("backup"),
					this.scheme, this.usable));
		}

	}

}
