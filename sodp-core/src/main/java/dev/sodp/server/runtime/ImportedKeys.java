// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

import dev.sodp.server.StateOutcomeUnknownException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes keys one after another without waiting for each, so that a journal can commit
 * many at once, and counts what has become of them. Begins nothing more once a write has
 * failed.
 */
final class ImportedKeys {

	private static final int MOST_WRITES = 256;

	private static final long MOST_BYTES = 8 * 1024 * 1024;

	private final BiFunction<String, JsonNode, CompletableFuture<Long>> writes;

	private final Duration timeout;

	private final Deque<Write> inFlight = new ArrayDeque<>();

	private long bytesInFlight;

	private long patience;

	private int written;

	private int unknown;

	private @Nullable Exception failure;

	private String failedKey = "";

	/**
	 * Writes nothing yet.
	 * @param writes writes a key that does not exist
	 * @param timeout how long to wait for one of them
	 */
	ImportedKeys(BiFunction<String, JsonNode, CompletableFuture<Long>> writes, Duration timeout) {
		this.writes = writes;
		this.timeout = timeout;
		this.patience = timeout.toNanos();
	}

	/**
	 * Begins to write a key, waiting for others if too many are on their way.
	 * @param key the key
	 * @param value its value
	 * @param bytes the encoded size of the value
	 * @return false if it is in vain, as a write has failed
	 */
	boolean write(String key, JsonNode value, int bytes) {
		while (this.failure == null && !hasRoom(bytes)) {
			awaitOldest();
		}
		if (this.failure != null) {
			return false;
		}
		try {
			this.inFlight.add(new Write(key, bytes, this.writes.apply(key, value)));
			this.bytesInFlight += bytes;
			return true;
		}
		catch (RuntimeException ex) {
			failed(key, ex);
			return false;
		}
	}

	private boolean hasRoom(int bytes) {
		return this.inFlight.isEmpty()
				|| (this.inFlight.size() < MOST_WRITES && this.bytesInFlight + bytes <= MOST_BYTES);
	}

	/** Waits for what is on its way. */
	void await() {
		while (!this.inFlight.isEmpty()) {
			awaitOldest();
		}
	}

	private void awaitOldest() {
		Write oldest = this.inFlight.remove();
		this.bytesInFlight -= oldest.bytes();
		try {
			oldest.answer().get(this.patience, TimeUnit.NANOSECONDS);
			this.written++;
		}
		catch (ExecutionException ex) {
			// The writes of a server fail with nothing else.
			RuntimeException cause = (RuntimeException) Objects.requireNonNull(ex.getCause());
			if (cause instanceof StateOutcomeUnknownException) {
				this.unknown++;
			}
			failed(oldest.key(), cause);
		}
		catch (TimeoutException ex) {
			gaveUp(oldest.key(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			gaveUp(oldest.key(), ex);
		}
	}

	private void gaveUp(String key, Exception reason) {
		this.unknown++;
		this.patience = 0;
		failed(key, reason);
	}

	private void failed(String key, Exception reason) {
		if (this.failure == null) {
			this.failure = reason;
			this.failedKey = key;
		}
	}

	/** Keys that were written for certain. */
	int written() {
		return this.written;
	}

	/** Further keys that may have been written. */
	int unknown() {
		return this.unknown;
	}

	/** Why the first write that failed did. */
	@Nullable Exception failure() {
		return this.failure;
	}

	/** The same in words. */
	String reason() {
		String reason = (this.failure instanceof TimeoutException)
				? "it was not confirmed within " + this.timeout.toMillis() + " ms"
				: (this.failure instanceof InterruptedException) ? "the thread was interrupted"
						: String.valueOf((this.failure != null) ? this.failure.getMessage() : null);
		return "'" + this.failedKey + "' could not be written: " + reason;
	}

	private record Write(String key, int bytes, CompletableFuture<Long> answer) {
	}

}
