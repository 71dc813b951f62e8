// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import dev.sodp.client.engine.Deadlines.Timer;

/**
 * When a live session asks for its next token, and how long it continues once that token
 * is available (protocol section 2).
 */
final class TokenRenewal {

	/** A token with less time left than this is not worth asking again. */
	private static final long SHORTEST_REFRESH = TimeUnit.SECONDS.toNanos(1);

	/** How long unanswered calls may delay the hand-over to the next session. */
	private static final long HAND_OVER_PATIENCE = TimeUnit.SECONDS.toNanos(3);

	private final ClientHost host;

	private final RandomGenerator random;

	private final Deadlines deadlines;

	private final Tokens tokens;

	/** Delay until the token provider is asked again. */
	private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

	TokenRenewal(ClientHost host, RandomGenerator random, Deadlines deadlines, Tokens tokens) {
		this.host = host;
		this.random = random;
		this.deadlines = deadlines;
		this.tokens = tokens;
	}

	void sessionLive() {
		this.backoff.reset();
		plan();
	}

	/** A provider that had no new token yet is also asked again in time. */
	private void plan() {
		long refreshIn = this.tokens.refreshIn(this.host.now());
		if (refreshIn >= SHORTEST_REFRESH && refreshIn != Deadlines.NEVER) {
			this.deadlines.set(Timer.TOKEN_REFRESH, this.host.nanoTime() + refreshIn);
		}
	}

	/** Keeps a token for the next session; false if it is the one in use. */
	boolean offer(String token) {
		this.deadlines.clear(Timer.TOKEN);
		if (!this.tokens.offerNext(token)) {
			plan();
			return false;
		}
		this.deadlines.clear(Timer.TOKEN_REFRESH);
		this.deadlines.set(Timer.HAND_OVER, this.host.nanoTime() + HAND_OVER_PATIENCE);
		return true;
	}

	/**
	 * Whether the session is about to be handed over to one with the next token. True
	 * exactly as long as that token waits, and then a timer ends the wait.
	 */
	boolean isHandingOver() {
		return this.tokens.hasNext();
	}

	void failed() {
		this.deadlines.clear(Timer.TOKEN);
		this.deadlines.set(Timer.TOKEN_REFRESH, this.host.nanoTime() + this.backoff.next(this.random));
	}

}
