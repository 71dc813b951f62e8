// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.sodp.client.SodpTokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application's token provider. A provider that never returns occupies a thread
 * per request, so their number is limited.
 */
final class TokenRequests {

	/** Threads that a token provider that never returns may occupy. */
	static final int MAX_AT_ONCE = 4;

	private final Executor executor;

	private final AtomicInteger underWay = new AtomicInteger();

	TokenRequests(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Asks for a token on another thread.
	 * @param answer takes the token or the reason why there is none, on any thread
	 */
	void ask(SodpTokenProvider provider, BiConsumer<@Nullable String, @Nullable Throwable> answer) {
		if (this.underWay.get() >= MAX_AT_ONCE) {
			answer.accept(null,
					new IllegalStateException("it has not returned from " + MAX_AT_ONCE + " earlier calls"));
			return;
		}
		this.underWay.incrementAndGet();
		this.executor.execute(() -> askNow(provider, answer));
	}

	private void askNow(SodpTokenProvider provider, BiConsumer<@Nullable String, @Nullable Throwable> answer) {
		try {
			provider.token().whenComplete(answer);
		}
		catch (Throwable ex) {
			answer.accept(null, ex);
		}
		finally {
			this.underWay.decrementAndGet();
		}
	}

}
