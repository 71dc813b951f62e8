// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.LogLimits;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches the store, from opening to closing it.
 */
final class JournalThread extends Thread {

	private static final Logger log = LoggerFactory.getLogger(JournalThread.class);

	private final JournalSettings settings;

	private final LogLimits limits;

	private final WorkQueue queue;

	private final JournalState status;

	private final RecoveryHandoff handoff;

	private final JournalListener listener;

	private final Maintenance.BackupRequests backups;

	private volatile @Nullable VersionBound versions;

	JournalThread(JournalSettings settings, LogLimits limits, WorkQueue queue, JournalState status,
			RecoveryHandoff handoff, JournalListener listener, Maintenance.BackupRequests backups) {
		super("sodp-journal");
		setDaemon(true);
		this.settings = settings;
		this.limits = limits;
		this.queue = queue;
		this.status = status;
		this.handoff = handoff;
		this.listener = listener;
		this.backups = backups;
	}

	/** An interrupt would close the file under the store. */
	@Override
	public void interrupt() {
		log.debug("Ignored an interrupt of the journal's thread");
	}

	/** Gives the versions, once the journal is open. */
	@Nullable VersionBound versions() {
		return this.versions;
	}

	@Override
	public void run() {
		Throwable failure = runLocked();
		if (failure != null) {
			this.handoff.failed((failure instanceof JournalException exception) ? exception : new JournalException(
					"The journal in '" + this.settings.directory() + "' cannot be opened: " + failure,
					"See the cause, and check the volume and the memory of the process. Nothing is lost.", failure));
		}
	}

	private @Nullable Throwable runLocked() {
		DirectoryLock lock = null;
		try {
			lock = lock();
			FreeSpace space = freeSpace();
			run(OpenStore.open(this.settings.directory(), this.settings.scheme(), this.settings.cacheMegabytes()),
					space);
			return null;
		}
		catch (RecoveryHandoff.AbandonedException ex) {
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			if (lock != null) {
				lock.close();
			}
		}
	}

	private DirectoryLock lock() {
		Path directory = this.settings.directory();
		try {
			Files.createDirectories(directory);
			return DirectoryLock.acquire(directory.toRealPath(), this.settings.lockTimeout(),
					this.handoff::isAbandoned);
		}
		catch (IOException ex) {
			throw Failures.notWritable(directory, ex);
		}
	}

	private FreeSpace freeSpace() {
		Path directory = this.settings.directory();
		FreeSpace.Usable usable = this.settings.usable();
		try {
			FreeSpace space = new FreeSpace((usable != null) ? usable : Files.getFileStore(directory)::getUsableSpace);
			String refusal = space.refusal(0);
			if (refusal != null) {
				throw Failures.full(directory, refusal);
			}
			return space;
		}
		catch (IOException ex) {
			throw Failures.notWritable(directory, ex);
		}
	}

	private void run(OpenStore store, FreeSpace space) {
		boolean closed = false;
		try {
			StoredMeta meta = new StoredMeta(store.store());
			History history = new History(store, meta);
			history.check();
			StoredState state = new StoredState(store.store(), meta, this.limits);
			long last = new Recovery(store.path(), state, this.handoff).read();
			VersionBound bound = history.begin(last, this.settings.durability());
			this.status.opened(store.bytes());
			this.versions = bound;
			this.handoff.done(meta.epoch(), meta.gaps(), bound.last(), meta.forgotten());
			Maintenance maintenance = new Maintenance(store, space, this.backups);
			new CommitLoop(store, state, bound, this.queue, this.status, space, this.listener, maintenance,
					this.settings.commitInterval())
				.run();
			maintenance.stop();
			if (!this.status.isBroken()) {
				closed = history.end(bound.last());
			}
		}
		catch (MVStoreException ex) {
			throw Failures.unreadable(store.path(), ex);
		}
		finally {
			if (!closed) {
				store.abandon();
			}
		}
	}

}
