// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateUnavailableException;
import dev.sodp.server.engine.Computation;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.PendingMutation;
import org.jspecify.annotations.Nullable;

/**
 * Writes of the hosting application: into the engine, and waiting for the answer outside
 * of it.
 */
final class HostCalls {

	private final EngineDriver driver;

	private final Duration timeout;

	/** Guarded by the lock of the state. */
	private boolean closed;

	HostCalls(EngineDriver driver, Duration timeout) {
		this.driver = driver;
		this.timeout = timeout;
	}

	void close() {
		this.driver.run((engine) -> this.closed = true);
	}

	long call(String key, Mutation mutation, @Nullable Long ifVersion) {
		HostResult result = new HostResult();
		PendingMutation pending = submit(key, mutation, ifVersion, result);
		if (!result.isDone()) {
			try {
				result.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				return giveUp(key, pending, result, ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return giveUp(key, pending, result, ex);
			}
			catch (ExecutionException ex) {
				// What is thrown below.
			}
		}
		return outcome(result);
	}

	CompletableFuture<Long> callAsync(String key, Mutation mutation, @Nullable Long ifVersion) {
		return submitAsync(key, mutation, ifVersion, new HostResult());
	}

	private CompletableFuture<Long> submitAsync(String key, Mutation mutation, @Nullable Long ifVersion,
			HostResult result) {
		CompletableFuture<Long> future = new CompletableFuture<>();
		result.whenComplete((version, failure) -> this.driver.afterStep(() -> {
			if (failure != null) {
				future.completeExceptionally(failure);
			}
			else {
				future.complete(version);
			}
		}));
		submit(key, mutation, ifVersion, result);
		return future;
	}

	/**
	 * A mutation that this thread computes whenever the engine asks for it.
	 */
	long update(String key, Mutation mutation) {
		UpdateResult result = new UpdateResult();
		PendingMutation pending = submit(key, mutation, null, result);
		long deadline = System.nanoTime() + this.timeout.toNanos();
		try {
			while (!result.isDone()) {
				UpdateResult.Turn next = result.next(deadline - System.nanoTime());
				if (next == null) {
					return giveUp(key, pending, result, new TimeoutException());
				}
				if (next.computation() != null) {
					this.driver.compute(next.computation());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return giveUp(key, pending, result, ex);
		}
		return outcome(result);
	}

	CompletableFuture<Long> updateAsync(String key, Mutation mutation) {
		return submitAsync(key, mutation, null, new HostResult() {
			@Override
			public boolean compute(Computation computation) {
				HostCalls.this.driver.afterStep(() -> HostCalls.this.driver.compute(computation));
				return true;
			}
		});
	}

	private PendingMutation submit(String key, Mutation mutation, @Nullable Long ifVersion, HostResult result) {
		Objects.requireNonNull(key, "key must not be null");
		return this.driver.change((engine) -> {
			if (this.closed) {
				throw new IllegalStateException("The server is closed");
			}
			return engine.mutate(key, mutation, ifVersion, result);
		});
	}

	private long giveUp(String key, PendingMutation pending, HostResult result, Exception cause) {
		boolean cancelled = this.driver.call((engine) -> engine.cancel(pending));
		if (cancelled) {
			throw new StateUnavailableException("'" + key + "' was not written, as " + reason(cause), cause);
		}
		if (result.isDone()) {
			return outcome(result);
		}
		throw new StateOutcomeUnknownException("The write of '" + key + "' may still take effect, but " + reason(cause),
				cause);
	}

	private String reason(Exception cause) {
		return (cause instanceof InterruptedException) ? "the thread that waited for it was interrupted"
				: "it was not confirmed within " + this.timeout.toMillis() + " ms";
	}

	private static long outcome(HostResult result) {
		try {
			return result.getNow(0L);
		}
		catch (CompletionException ex) {
			// Nothing else ends the result of a mutation.
			throw (RuntimeException) Objects.requireNonNull(ex.getCause());
		}
	}

}
