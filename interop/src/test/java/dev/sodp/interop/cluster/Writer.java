// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Writes without pause through one client, to keys that others write to, and remembers
 * what was said of each write. Half of the writes append to lists, which shows order and
 * whatever is carried out twice, half of them add members to objects.
 */
final class Writer {

	/** How the keys of lists begin. */
	static final String LISTS = "load.list.";

	/** How the keys of objects begin. */
	static final String OBJECTS = "load.object.";

	private static final int OUTSTANDING = 4;

	/** A writer goes on with another list then. */
	private static final int LIST_SIZE = 100;

	private static final int OBJECT_SIZE = 500;

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

	private final String name;

	private final SodpClient client;

	private final ReentrantLock order = new ReentrantLock();

	private final AtomicInteger next = new AtomicInteger();

	private final CompletableFuture<?>[] loops = new CompletableFuture<?>[OUTSTANDING];

	private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();

	private final Set<Integer> refused = new ConcurrentSkipListSet<>();

	private final Set<Integer> unknown = new ConcurrentSkipListSet<>();

	private final Set<String> failures = new ConcurrentSkipListSet<>();

	private final AtomicLong lastSuccess = new AtomicLong(System.nanoTime());

	private final AtomicLong longestPause = new AtomicLong();

	private volatile boolean stopped;

	Writer(String name, SodpClient client) {
		this.name = name;
		this.client = client;
	}

	Writer start() {
		this.lastSuccess.set(System.nanoTime());
		for (int i = 0; i < OUTSTANDING; i++) {
			CompletableFuture<@Nullable Void> loop = new CompletableFuture<>();
			this.loops[i] = loop;
			writeNext(loop);
		}
		return this;
	}

	/** Begins nothing more; completes when all that was begun is answered. */
	CompletableFuture<Void> stop() {
		this.stopped = true;
		return CompletableFuture.allOf(this.loops);
	}

	private void writeNext(CompletableFuture<@Nullable Void> loop) {
		if (this.stopped) {
			loop.complete(null);
			return;
		}
		write(loop);
	}

	// The order of numbers is that of calls.
	private void write(CompletableFuture<@Nullable Void> loop) {
		int number;
		CompletableFuture<WriteResult> written;
		this.order.lock();
		try {
			number = this.next.getAndIncrement();
			written = write(number);
		}
		finally {
			this.order.unlock();
		}
		written.whenComplete((result, failure) -> {
			if (failure == null) {
				succeeded(number);
				writeNext(loop);
				return;
			}
			failed(number, failure);
			CompletableFuture.delayedExecutor(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
				.execute(() -> writeNext(loop));
		});
	}

	private CompletableFuture<WriteResult> write(int number) {
		return (number % 2 == 0) ? this.client.append(LISTS + number / LIST_SIZE, tag(number))
				: this.client.setIn(OBJECTS + number / OBJECT_SIZE, "/" + tag(number), number);
	}

	String tag(int number) {
		return this.name + "-" + number;
	}

	/** The number of a write of this writer, -1 if it is of another. */
	int number(String tag) {
		return tag.startsWith(this.name + "-") ? Integer.parseInt(tag.substring(this.name.length() + 1)) : -1;
	}

	private void succeeded(int number) {
		this.acknowledged.add(number);
		long now = System.nanoTime();
		long pause = now - this.lastSuccess.getAndSet(now);
		this.longestPause.accumulateAndGet(pause, Math::max);
	}

	private void failed(int number, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException wrapped && wrapped.getCause() != null)
				? wrapped.getCause() : failure;
		this.failures.add(String.valueOf(cause.getMessage()));
		boolean certain = cause instanceof SodpNotSentException
				|| (cause instanceof SodpRejectedException rejected && rejected.code() != ErrorCode.TIMEOUT);
		(certain ? this.refused : this.unknown).add(number);
	}

	String name() {
		return this.name;
	}

	/** How many writes there were so far. */
	int begun() {
		return this.next.get();
	}

	/** What was said to be stored. */
	Set<Integer> acknowledged() {
		return this.acknowledged;
	}

	/** What was said not to be stored. */
	Set<Integer> refused() {
		return this.refused;
	}

	/** Of what no one knows. */
	Set<Integer> unknown() {
		return this.unknown;
	}

	Duration longestPause() {
		return Duration.ofNanos(this.longestPause.get());
	}

	@Override
	public String toString() {
		return this.name + ": " + this.acknowledged.size() + " acknowledged, " + this.refused.size() + " refused, "
				+ this.unknown.size() + " unknown, longest pause " + longestPause().toMillis() + " ms " + this.failures;
	}

}
