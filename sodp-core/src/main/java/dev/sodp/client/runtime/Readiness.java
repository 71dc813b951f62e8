// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.sodp.client.SodpClient;

/**
 * The future behind {@link SodpClient#ready()}: one for each time the client is started.
 * Guarded by the engine's lock; futures complete on the executor.
 */
final class Readiness {

	private final SodpClient client;

	private final Executor executor;

	private CompletableFuture<SodpClient> future = new CompletableFuture<>();

	private boolean settled;

	private boolean failed;

	Readiness(SodpClient client, Executor executor) {
		this.client = client;
		this.executor = executor;
	}

	CompletableFuture<SodpClient> future() {
		return this.future.copy();
	}

	/** The client starts; a failure of an earlier time no longer counts. */
	void started() {
		if (this.failed) {
			this.future = new CompletableFuture<>();
			this.settled = false;
			this.failed = false;
		}
	}

	void live() {
		if (!this.settled) {
			this.settled = true;
			CompletableFuture<SodpClient> waiting = this.future;
			this.executor.execute(() -> waiting.complete(this.client));
		}
	}

	void never(Throwable reason) {
		if (this.settled) {
			this.future = CompletableFuture.failedFuture(reason);
		}
		else {
			CompletableFuture<SodpClient> waiting = this.future;
			this.executor.execute(() -> waiting.completeExceptionally(reason));
		}
		this.settled = true;
		this.failed = true;
	}

}
