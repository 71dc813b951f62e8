// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies {@link SodpWriteListener}s of writes.
 */
final class WriteListeners {

	private static final Logger logger = LoggerFactory.getLogger(SodpTemplate.class);

	private final List<SodpWriteListener> listeners = new CopyOnWriteArrayList<>();

	void add(SodpWriteListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Returns the write's own future, so that cancelling it still cancels the write.
	 */
	<T> CompletableFuture<T> observe(String operation, @Nullable String key, Supplier<CompletableFuture<T>> write) {
		if (this.listeners.isEmpty()) {
			return write.get();
		}
		List<Consumer<@Nullable Throwable>> ends = this.listeners.stream()
			.map((listener) -> begin(listener, operation, key))
			.toList();
		CompletableFuture<T> future;
		try {
			future = write.get();
		}
		catch (RuntimeException ex) {
			ends.forEach((end) -> end(end, ex));
			throw ex;
		}
		future.whenComplete((result, failure) -> ends.forEach((end) -> end(end, failure)));
		return future;
	}

	private static Consumer<@Nullable Throwable> begin(SodpWriteListener listener, String operation,
			@Nullable String key) {
		try {
			return listener.onWrite(operation, key);
		}
		catch (RuntimeException ex) {
			logger.warn("A write listener failed when a write started", ex);
			return (failure) -> {
			};
		}
	}

	private static void end(Consumer<@Nullable Throwable> end, @Nullable Throwable failure) {
		try {
			end.accept(failure);
		}
		catch (RuntimeException ex) {
			logger.warn("A write listener failed when a write ended", ex);
		}
	}

}
