// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import org.jspecify.annotations.Nullable;

/**
 * How the journal is doing, written by its thread and read by any.
 */
final class JournalState {

	private volatile @Nullable String refusal;

	private volatile boolean broken;

	private volatile long bytes;

	private volatile long commits;

	@Nullable String refusal() {
		return this.refusal;
	}

	void refuse(@Nullable String reason) {
		this.refusal = reason;
	}

	/** Whether nothing is accepted before a restart. */
	boolean isBroken() {
		return this.broken;
	}

	void breakDown(String reason) {
		this.refusal = reason;
		this.broken = true;
	}

	long bytes() {
		return this.bytes;
	}

	long commits() {
		return this.commits;
	}

	void committed(long bytes) {
		this.bytes = bytes;
		long commits = this.commits + 1;
		this.commits = commits;
	}

	void opened(long bytes) {
		this.bytes = bytes;
	}

}
