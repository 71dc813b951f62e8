// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.jspecify.annotations.Nullable;

/** The answer to a write of the host. */
final class Answer implements PendingResult {

	private @Nullable Long version;

	private @Nullable RuntimeException failure;

	@Override
	public void succeeded(long newVersion) {
		checkOpen();
		this.version = newVersion;
	}

	@Override
	public void failed(RuntimeException newFailure) {
		checkOpen();
		this.failure = newFailure;
	}

	private void checkOpen() {
		if (isDone()) {
			throw new AssertionError("Answered twice");
		}
	}

	boolean isDone() {
		return this.version != null || this.failure != null;
	}

	/** The version, or the exception thrown. */
	long version() {
		if (this.failure != null) {
			throw this.failure;
		}
		if (this.version == null) {
			throw new AssertionError("Not answered");
		}
		return this.version;
	}

}
