// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.internal.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Blocks the calling thread until a call has been answered.
 */
final class AnswerWait {

	private final SodpClient client;

	private final @Nullable Duration timeout;

	/**
	 * Creates a wait.
	 * @param client the client that makes the call
	 * @param timeout how long to wait at most, or null to wait for as long as the call
	 * itself may take
	 */
	AnswerWait(SodpClient client, @Nullable Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	<T> T forWrite(Supplier<CompletableFuture<T>> write) {
		return await(write,
				(what, cause) -> new SodpOutcomeUnknownException(what + ": the write may or may not have been applied",
						cause));
	}

	<T> T forRead(Supplier<CompletableFuture<T>> read) {
		return await(read, (what, cause) -> new SodpNoAnswerException(what + ": the value was not read", cause));
	}

	private <T> T await(Supplier<CompletableFuture<T>> call,
			BiFunction<String, @Nullable Throwable, RuntimeException> noAnswer) {
		requireStarted();
		CompletableFuture<T> future = call.get();
		try {
			return (this.timeout != null) ? future.get(Durations.toNanos(this.timeout), TimeUnit.NANOSECONDS)
					: future.get();
		}
		catch (TimeoutException ex) {
			future.cancel(false);
			throw noAnswer.apply("No answer within " + this.timeout, null);
		}
		catch (InterruptedException ex) {
			future.cancel(false);
			Thread.currentThread().interrupt();
			throw noAnswer.apply("The thread was interrupted while it waited", ex);
		}
		catch (ExecutionException ex) {
			throw unwrap(ex.getCause(), noAnswer);
		}
	}

	private void requireStarted() {
		boolean started = this.client.statistics().connections().attempts() > 0;
		if (!started && this.client.status().state() == ConnectionState.STOPPED) {
			throw new IllegalStateException("The SODP client is not started, so no answer can arrive. It"
					+ " connects once all beans of the application context have been created: wait in an"
					+ " ApplicationRunner or a listener of ApplicationReadyEvent, or use the future-based method");
		}
	}

	private static RuntimeException unwrap(@Nullable Throwable cause,
			BiFunction<String, @Nullable Throwable, RuntimeException> noAnswer) {
		if (cause instanceof RuntimeException failure) {
			return failure;
		}
		if (cause instanceof Error error) {
			throw error;
		}
		if (cause instanceof TimeoutException) {
			return noAnswer.apply(String.valueOf(cause.getMessage()), cause);
		}
		return new CompletionException(cause);
	}

}
