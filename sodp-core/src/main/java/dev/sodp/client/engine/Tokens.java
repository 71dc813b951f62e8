// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClientOptions;
import dev.sodp.internal.Durations;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a client: the current one, the next one, and whether it makes sense to
 * ask for another (protocol section 2).
 */
final class Tokens {

	/** Longest time before its expiry that a token is replaced. */
	private static final long MAX_MARGIN = TimeUnit.SECONDS.toNanos(30);

	/** How long a token counts as fresh that says nothing of its expiry. */
	private static final long FRESH_FOR = TimeUnit.MINUTES.toNanos(1);

	private final SodpClientOptions options;

	private @Nullable String current;

	private @Nullable String next;

	/** Tokens refused since the last one that kept a session going. */
	private int refusals;

	/** Whether no server has accepted or refused the current token yet. */
	private boolean unjudged;

	private long obtainedAt;

	Tokens(SodpClientOptions options) {
		this.options = options;
	}

	boolean hasProvider() {
		return this.options.tokenProvider() != null;
	}

	@Nullable String current() {
		return this.current;
	}

	void use(String token, long nanoTime) {
		this.current = token;
		this.unjudged = true;
		this.obtainedAt = nanoTime;
	}

	/**
	 * Whether the current token was obtained after a refusal and has not got as far as a
	 * server that could judge it. An attempt that failed before that is no reason to ask
	 * for yet another one, as long as this one is fresh.
	 */
	boolean awaitsJudgement(long nanoTime, Instant now) {
		return this.current != null && this.unjudged && this.refusals > 0 && nanoTime - this.obtainedAt < FRESH_FOR
				&& JwtExpiry.of(this.current).filter((expiry) -> !expiry.isAfter(now)).isEmpty();
	}

	/** Keeps a token for the next session; false if it is the one in use. */
	boolean offerNext(String token) {
		if (token.equals(this.current)) {
			return false;
		}
		this.next = token;
		return true;
	}

	/** Whether a token waits for the session that is going to use it. */
	boolean hasNext() {
		return this.next != null;
	}

	/** Switches to the next token, if there is one. */
	boolean useNext() {
		if (this.next == null) {
			return false;
		}
		this.current = this.next;
		this.next = null;
		return true;
	}

	void sessionEnded() {
		this.next = null;
	}

	void startAnew() {
		this.refusals = 0;
	}

	/** A session is live with the current token, or without any. */
	void judged() {
		this.unjudged = false;
	}

	void accepted() {
		this.refusals = 0;
	}

	/** Records a refusal; returns whether a fresh token may be tried after it. */
	boolean refused() {
		boolean again = hasProvider() && !this.options.staticToken() && this.refusals == 0;
		this.refusals++;
		this.unjudged = false;
		return again;
	}

	/**
	 * When to ask for the next token, in nanoseconds from now, or
	 * {@link Deadlines#NEVER}. A session ends when its token expires; if the token says
	 * when, and there may be another one, the client switches before that.
	 */
	long refreshIn(Instant now) {
		if (this.current == null || this.options.staticToken()) {
			return Deadlines.NEVER;
		}
		long lifetime = JwtExpiry.of(this.current)
			.map((expiry) -> Duration.between(now, expiry))
			.filter((left) -> !left.isNegative() && left.compareTo(Durations.LONGEST) < 0)
			.map(Duration::toNanos)
			.orElse(0L);
		return (lifetime > 0) ? lifetime - Math.min(MAX_MARGIN, lifetime / 5) : Deadlines.NEVER;
	}

}
