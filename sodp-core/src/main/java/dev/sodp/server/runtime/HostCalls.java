// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.StateUnavailableException;
import dev.sodp.server.engine.Computation;
import dev.sodp.server.engine.HostRequests;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.PendingMutation;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.server.journal.SharedJournal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes of the hosting application: into the engine, and waiting for the answer outside
 * of it.
 */
final class HostCalls {

	private static final int KEYS_PER_PAGE = 10_000;

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
		return await(key, submit(key, mutation, ifVersion, result), result);
	}

	long reload(String key) {
		HostResult result = new HostResult();
		return await(key, this.driver.change((engine) -> host(engine).reload(key, result)), result);
	}

	CompletableFuture<Long> reloadAsync(String key) {
		HostResult result = new HostResult();
		return submitAsync((engine) -> host(engine).reload(key, result), result);
	}

	CompletableFuture<Long> addAsync(String key, JsonNode value) {
		HostResult result = new HostResult();
		return submitAsync((engine) -> host(engine).add(key, value, result), result);
	}

	Optional<StateSnapshot> read(String key) {
		HostRead read = new HostRead();
		this.driver.change((engine) -> host(engine).read(key, read));
		try {
			return read.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw notRead(key, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw notRead(key, ex);
		}
		catch (ExecutionException ex) {
			// Nothing else ends a read.
			throw (RuntimeException) Objects.requireNonNull(ex.getCause());
		}
	}

	CompletableFuture<Optional<StateSnapshot>> readAsync(String key) {
		HostRead read = new HostRead();
		return submitAsync((engine) -> host(engine).read(key, read), read);
	}

	/** All keys that exist in a cluster. */
	Set<String> keys(SharedJournal journal) {
		Set<String> all = new TreeSet<>();
		List<String> page = keys(journal, "", null, KEYS_PER_PAGE);
		all.addAll(page);
		while (page.size() == KEYS_PER_PAGE) {
			page = keys(journal, "", page.get(KEYS_PER_PAGE - 1), KEYS_PER_PAGE);
			all.addAll(page);
		}
		return all;
	}

	List<String> keys(SharedJournal journal, String prefix, @Nullable String after, int limit) {
		this.driver.checkMayWait();
		try {
			return journal.keys(prefix, after, limit)
				.toCompletableFuture()
				.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			throw new StateUnavailableException("The keys were not listed, as the cluster's log has not answered", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StateUnavailableException("The keys were not listed, as the thread was interrupted", ex);
		}
	}

	private StateUnavailableException notRead(String key, Exception cause) {
		return new StateUnavailableException("'" + key + "' was not read, as " + reason(cause), cause);
	}

	private long await(String key, PendingMutation pending, HostResult result) {
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
		return submitAsync((engine) -> host(engine).mutate(key, mutation, ifVersion, result), result);
	}

	/** What is handed out completes outside the engine, whatever completes the result. */
	private <T> CompletableFuture<T> submitAsync(Function<ServerEngine, ?> request, CompletableFuture<T> result) {
		CompletableFuture<T> future = new CompletableFuture<>();
		result.whenComplete((value, failure) -> this.driver.afterStep(() -> {
			if (failure != null) {
				future.completeExceptionally(failure);
			}
			else {
				future.complete(value);
			}
		}));
		this.driver.change(request);
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
					return abandon(key, pending, result, new TimeoutException());
				}
				if (next.computation() != null) {
					this.driver.compute(next.computation());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return abandon(key, pending, result, ex);
		}
		return outcome(result);
	}

	/** Nothing that may still take effect waits for this thread. */
	private long abandon(String key, PendingMutation pending, UpdateResult result, Exception cause) {
		try {
			return giveUp(key, pending, result, cause);
		}
		finally {
			this.driver.call((engine) -> result.abandon())
				.forEach((computation) -> this.driver.execute(() -> this.driver.compute(computation)));
		}
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
		return this.driver.change((engine) -> host(engine).mutate(key, mutation, ifVersion, result));
	}

	/** In a step. */
	private HostRequests host(ServerEngine engine) {
		if (this.closed) {
			throw new IllegalStateException("The server is closed");
		}
		return engine.host();
	}

	private long giveUp(String key, PendingMutation pending, HostResult result, Exception cause) {
		boolean cancelled = this.driver.call((engine) -> engine.host().cancel(pending));
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
				: "there was no answer within " + this.timeout.toMillis() + " ms";
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
