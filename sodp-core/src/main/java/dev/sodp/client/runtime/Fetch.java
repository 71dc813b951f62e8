// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.KeyEvent;
import dev.sodp.client.engine.FetchSubscriber;
import dev.sodp.internal.Durations;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a key once: holds a watch until the server has sent the value, and no longer.
 *
 * @param <T> type of the value
 */
final class Fetch<T> implements FetchSubscriber {

	private final String key;

	private final Function<JsonNode, @Nullable T> converter;

	/**
	 * Runs completions, since the application may have attached continuations to the
	 * future.
	 */
	private final Consumer<Runnable> settle;

	private final Consumer<Fetch<T>> release;

	private final CompletableFuture<Optional<T>> future = new CompletableFuture<>();

	/** Whether the next snapshot may be older than this read; engine only. */
	private boolean skipsNext;

	/** Whether the last snapshot was skipped; engine only. */
	private boolean skipped;

	/**
	 * Creates a fetch.
	 * @param settle takes what is to be done outside the engine
	 * @param release ends the watch; does nothing if there is none
	 */
	Fetch(String key, Function<JsonNode, @Nullable T> converter, Consumer<Runnable> settle,
			Consumer<Fetch<T>> release) {
		this.key = key;
		this.converter = converter;
		this.settle = settle;
		this.release = release;
	}

	CompletableFuture<Optional<T>> future() {
		return this.future;
	}

	/** Gives up after a time, and also releases the watch if the future is cancelled. */
	void within(Duration timeout, Executor executor, Supplier<ConnectionStatus> status) {
		CompletableFuture<Void> time = new CompletableFuture<>();
		this.future.whenComplete((value, failure) -> {
			time.complete(null);
			this.release.accept(this);
		});
		time.orTimeout(Durations.toNanos(timeout), TimeUnit.NANOSECONDS).whenCompleteAsync((nothing, late) -> {
			if (late != null) {
				fail(timedOut(timeout, status.get()));
			}
		}, executor);
	}

	private TimeoutException timedOut(Duration timeout, ConnectionStatus status) {
		TimeoutException failure = new TimeoutException("The server did not send the value of '" + this.key
				+ "' within " + timeout + "; the connection is " + status.state());
		if (!status.state().isLive()) {
			failure.initCause(status.lastFailure());
		}
		return failure;
	}

	@Override
	public void known(JsonNode value) {
		this.settle.accept(() -> complete(value));
	}

	@Override
	public String key() {
		return this.key;
	}

	/**
	 * Waits for the snapshot: a value that was known before, or an intermediate one of a
	 * replay, may be outdated.
	 */
	@Override
	public void accept(KeyEvent event) {
		if (event.meta().source() != WatchMeta.Source.INIT) {
			return;
		}
		this.skipped = this.skipsNext;
		this.skipsNext = false;
		if (!this.skipped) {
			known(event.value());
		}
	}

	@Override
	public void skipNextSnapshot() {
		this.skipsNext = true;
	}

	@Override
	public boolean needsAnotherSnapshot() {
		return this.skipped;
	}

	@Override
	public void denied(Frame.Error error) {
		this.settle.accept(() -> fail(new SodpRejectedException(error.code(),
				"The server refused to send the value of '" + this.key + "': " + error.message())));
	}

	@Override
	public boolean reportsRefusal() {
		return true;
	}

	@Override
	public void end() {
		ended("its watch was ended, or the client was closed", null);
	}

	@Override
	public void ended(String why, @Nullable Throwable reason) {
		this.settle.accept(
				() -> fail(new SodpNotSentException("The value of '" + this.key + "' was not read: " + why, reason)));
	}

	private void complete(JsonNode tree) {
		Optional<T> value;
		try {
			value = Optional.ofNullable(this.converter.apply(tree));
		}
		catch (Throwable ex) {
			fail(ex);
			return;
		}
		this.release.accept(this);
		this.future.complete(value);
	}

	private void fail(Throwable reason) {
		this.release.accept(this);
		this.future.completeExceptionally(reason);
	}

}
