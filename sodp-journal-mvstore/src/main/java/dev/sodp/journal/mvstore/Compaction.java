// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

/**
 * Gives space back that changed and removed data left behind: a step reads pages that are
 * still in use from chunks that are mostly not, and the next commit writes them as if
 * they had been changed. So it is as safe as any commit, and no writer waits for more
 * than a step. MVStore's own compaction runs on a thread of its own, or moves chunks
 * within the file, which is neither.
 */
final class Compaction {

	/** Percentage of the chunks' bytes that is to be in use. */
	static final int TARGET_FILL = 57;

	/** Most bytes that a step writes, unless nothing is that small. */
	private static final int STEP = 1024 * 1024;

	private static final int LARGEST_STEP = 64 * STEP;

	/** Bytes that may be written for one that a change wrote. */
	private static final int CREDIT = 2;

	private static final int PAUSE = 8;

	private static final long LARGEST_CREDIT = 256L * STEP;

	private final OpenStore store;

	private int limit = STEP;

	private long credit;

	private long written;

	private boolean stepped;

	/** Commits until the next look at how full the chunks are. */
	private int pause;

	private boolean sparse;

	Compaction(OpenStore store) {
		this.store = store;
		this.credit = Math.min(store.bytes(), LARGEST_CREDIT);
		this.written = store.file().written();
	}

	boolean hasWork() {
		return this.credit > 0 && this.sparse;
	}

	/** Takes the next step, if there is anything to do. */
	void step() {
		this.stepped = false;
		if (!hasWork()) {
			return;
		}
		this.stepped = this.store.store().compact(TARGET_FILL, this.limit);
		if (this.stepped) {
			this.limit = STEP;
		}
		else if (this.limit < LARGEST_STEP) {
			this.limit *= 2;
		}
		else {
			this.limit = STEP;
			this.credit = 0;
			this.sparse = false;
		}
	}

	/** What was written since the last commit is on the disk. */
	void committed() {
		long bytes = this.store.file().written() - this.written;
		this.written += bytes;
		if (--this.pause < 0 || this.sparse) {
			this.pause = PAUSE;
			this.sparse = this.store.file().getChunksFillRate() < TARGET_FILL;
		}
		this.credit = this.stepped ? this.credit - bytes : Math.min(this.credit + CREDIT * bytes, LARGEST_CREDIT);
	}

}
