// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import dev.sodp.internal.Durations;
import org.jspecify.annotations.Nullable;

/**
 * A version of a key that the application waits for, and how its future ends.
 */
final class AwaitedVersion {

	private final ClientHost host;

	private final String key;

	private final long version;

	private final Duration timeout;

	private final CompletableFuture<Void> future;

	AwaitedVersion(ClientHost host, String key, long version, Duration timeout, CompletableFuture<Void> future) {
		this.host = host;
		this.key = key;
		this.version = version;
		this.timeout = timeout;
		this.future = future;
	}

	/** How long to wait, in nanoseconds. */
	long patience() {
		return Durations.toNanos(this.timeout);
	}

	void shown() {
		this.host.settle(() -> this.future.complete(null));
	}

	void notWatched() {
		fail(new IllegalStateException("The key '" + this.key + "' is not watched"));
	}

	/**
	 * The replica did not reach the version.
	 * @param reason why it never will, or null if the time is up or the watch ended
	 */
	void missed(@Nullable Throwable reason) {
		fail((reason != null) ? reason : new TimeoutException("'" + this.key + "' did not reach version " + this.version
				+ " within " + this.timeout + ", or its watch ended"));
	}

	private void fail(Throwable reason) {
		this.host.settle(() -> this.future.completeExceptionally(reason));
	}

}
