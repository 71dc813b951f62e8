package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.SodpClient;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The watch of one method: from subscribing to the end of its last call.
 */
final class WatchContainer {

	private final SodpClient client;

	private final SodpWatchEndpoint endpoint;

	private final WatchInvocation invocation;

	/** Guards all fields below; never held while the client or the method is called. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Subscription subscription;

	private int calls;

	private final Set<Thread> callers = new HashSet<>();

	private final List<Runnable> whenIdle = new ArrayList<>();

	WatchContainer(SodpClient client, SodpWatchEndpoint endpoint, WatchInvocation invocation) {
		this.client = client;
		this.endpoint = endpoint;
		this.invocation = invocation;
	}

	SodpWatchEndpoint endpoint() {
		return this.endpoint;
	}

	void start() {
		Subscription started = this.client
			.watch(WatchRequest.async(this.endpoint.keys(), JsonNode.class, this::onValue));
		this.lock.lock();
		try {
			this.subscription = started;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends the watch.
	 * @param callback called when no call is under way any more, except one that itself
	 * caused the stop
	 */
	void stop(Runnable callback) {
		Subscription ended;
		this.lock.lock();
		try {
			ended = this.subscription;
			this.subscription = null;
		}
		finally {
			this.lock.unlock();
		}
		if (ended != null) {
			ended.close();
		}
		if (idleOrRemember(callback)) {
			callback.run();
		}
	}

	private boolean idleOrRemember(Runnable callback) {
		this.lock.lock();
		try {
			// The caller of a method that stops the context would wait for itself.
			if (this.calls == 0 || this.callers.contains(Thread.currentThread())) {
				return true;
			}
			this.whenIdle.add(callback);
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletionStage<?> onValue(@Nullable JsonNode value, WatchMeta meta) {
		begin();
		CompletionStage<?> stage;
		try {
			stage = this.invocation.call(value, meta);
		}
		catch (Exception | Error ex) {
			stage = CompletableFuture.failedStage(ex);
		}
		finally {
			returned();
		}
		// Not a dependent stage: that would wrap the exception once more.
		CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
		stage.whenComplete((result, failure) -> {
			ended();
			if (failure == null) {
				outcome.complete(null);
			}
			else {
				outcome.completeExceptionally(describe(failure, meta));
			}
		});
		return outcome;
	}

	private SodpWatchInvocationException describe(Throwable failure, WatchMeta meta) {
		Throwable cause = failure;
		if (failure instanceof CompletionException && failure.getCause() != null) {
			cause = failure.getCause();
		}
		return new SodpWatchInvocationException(this.endpoint.description(), meta, cause);
	}

	private void begin() {
		this.lock.lock();
		try {
			this.calls++;
			this.callers.add(Thread.currentThread());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void returned() {
		this.lock.lock();
		try {
			this.callers.remove(Thread.currentThread());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended() {
		List<Runnable> idle = List.of();
		this.lock.lock();
		try {
			this.calls--;
			if (this.calls == 0) {
				idle = List.copyOf(this.whenIdle);
				this.whenIdle.clear();
			}
		}
		finally {
			this.lock.unlock();
		}
		idle.forEach(Runnable::run);
	}

}
