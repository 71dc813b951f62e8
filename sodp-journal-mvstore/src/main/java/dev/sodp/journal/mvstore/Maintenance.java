// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * What is done between commits, a step at a time: backups that were asked for, and giving
 * space back.
 */
final class Maintenance {

	private final OpenStore store;

	private final FreeSpace space;

	private final Compaction compaction;

	private final BackupRequests requests;

	private @Nullable Backup backup;

	Maintenance(OpenStore store, FreeSpace space, BackupRequests requests) {
		this.store = store;
		this.space = space;
		this.compaction = new Compaction(store);
		this.requests = requests;
	}

	/** Whether there is something to do although no change waits. */
	boolean hasWork() {
		return this.backup != null || !this.requests.isEmpty() || this.compaction.hasWork();
	}

	/** Before a commit, which writes what this prepares. */
	void beforeCommit() {
		if (this.backup == null) {
			this.compaction.step();
		}
	}

	/** After a commit. */
	void committed() {
		this.compaction.committed();
	}

	/** While everything that was written is on the disk. */
	void afterCommit() {
		if (this.backup == null) {
			this.backup = this.requests.next();
		}
		if (this.backup != null && !this.backup.step(this.store, this.space)) {
			this.backup = null;
		}
	}

	/** Nothing is done any more. */
	void stop() {
		IOException reason = new IOException("The journal was closed");
		if (this.backup != null) {
			this.backup.fail(this.store, reason);
			this.backup = null;
		}
		this.requests.stop(reason);
	}

	/**
	 * Backups that were asked for and not begun.
	 */
	static final class BackupRequests {

		private final Path directory;

		private final Queue<CompletableFuture<Path>> waiting = new ConcurrentLinkedQueue<>();

		private volatile boolean stopped;

		BackupRequests(Path directory) {
			this.directory = directory;
		}

		CompletableFuture<Path> add() {
			CompletableFuture<Path> result = new CompletableFuture<>();
			this.waiting.add(result);
			if (this.stopped) {
				stop(new IOException("The journal is closed"));
			}
			return result;
		}

		private boolean isEmpty() {
			return this.waiting.isEmpty();
		}

		private @Nullable Backup next() {
			CompletableFuture<Path> result = this.waiting.poll();
			return (result != null) ? new Backup(this.directory, result) : null;
		}

		void stop(Exception reason) {
			this.stopped = true;
			CompletableFuture<Path> result;
			while ((result = this.waiting.poll()) != null) {
				CompletableFuture<Path> failed = result;
				CompletableFuture.runAsync(() -> failed.completeExceptionally(reason));
			}
		}

	}

}
