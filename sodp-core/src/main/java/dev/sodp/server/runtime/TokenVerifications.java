// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authenticator about tokens, a few at a time: one that blocks must not take
 * more and more threads while clients pour in.
 *
 * <p>
 * A call is over when the authenticator returns, so one that answers later is called for
 * any number of sessions. The others wait in order, without a thread, and like those that
 * wait for an answer no longer than their sessions last.
 */
final class TokenVerifications {

	private static final Logger log = LoggerFactory.getLogger(TokenVerifications.class);

	/** A quarter of the threads at which a pool warns that its tasks block. */
	static final int MOST_CALLS = 64;

	/** Many times what HTTP servers take as a header. */
	static final int LONGEST_TOKEN = 64 * 1024;

	/** Characters of all tokens that are being verified. */
	static final int MOST_CHARACTERS = 32 * 1024 * 1024;

	private final @Nullable SodpAuthenticator authenticator;

	private final Executor threads;

	/** Guards everything below, and what verifications have that is not final. */
	private final ReentrantLock queueLock = new ReentrantLock();

	private final Set<Verification> waiting = new LinkedHashSet<>();

	private int calls;

	private int characters;

	/**
	 * Creates an instance.
	 * @param authenticator null if no session has to authenticate
	 * @param threads call it
	 */
	TokenVerifications(@Nullable SodpAuthenticator authenticator, Executor threads) {
		this.authenticator = authenticator;
		this.threads = threads;
	}

	/**
	 * Creates a verification that is still to be started.
	 * @param token the token
	 * @param answer receives what the authenticator says, unless the verification is
	 * cancelled before
	 * @return the verification
	 */
	Verification of(String token, BiConsumer<@Nullable SodpIdentity, @Nullable Throwable> answer) {
		return new Verification(
				Objects.requireNonNull(this.authenticator, "A session was asked for a token without authenticator"),
				token, answer);
	}

	/** Of one token. */
	final class Verification {

		private final SodpAuthenticator authenticator;

		private final String token;

		private final BiConsumer<@Nullable SodpIdentity, @Nullable Throwable> answer;

		private boolean counted;

		private @Nullable CompletionStage<SodpIdentity> verdict;

		private boolean over;

		private Verification(SodpAuthenticator authenticator, String token,
				BiConsumer<@Nullable SodpIdentity, @Nullable Throwable> answer) {
			this.authenticator = authenticator;
			this.token = token;
			this.answer = answer;
		}

		/** Calls the authenticator on this thread, or on another one later. */
		void start() {
			TokenVerifications queue = TokenVerifications.this;
			String refusal = null;
			queue.queueLock.lock();
			try {
				if (this.over) {
					return;
				}
				refusal = refusal();
				if (refusal == null) {
					this.counted = true;
					queue.characters += this.token.length();
					if (queue.calls == MOST_CALLS) {
						queue.waiting.add(this);
						return;
					}
					queue.calls++;
				}
			}
			finally {
				queue.queueLock.unlock();
			}
			if (refusal != null) {
				answered(null, new AuthenticationRefusedException(refusal));
			}
			else {
				call();
			}
		}

		private @Nullable String refusal() {
			if (this.token.length() > LONGEST_TOKEN) {
				return "The token is too long";
			}
			return (this.token.length() > MOST_CHARACTERS - TokenVerifications.this.characters)
					? "Too many tokens are being verified at the moment" : null;
		}

		private void call() {
			try {
				if (isOver()) {
					return;
				}
				CompletionStage<SodpIdentity> asked = this.authenticator.authenticate(this.token);
				if (expects(asked)) {
					asked.whenComplete(this::answered);
				}
				else {
					cancel(asked);
				}
			}
			catch (RuntimeException ex) {
				answered(null, ex);
			}
			finally {
				callNext();
			}
		}

		private boolean expects(CompletionStage<SodpIdentity> asked) {
			TokenVerifications.this.queueLock.lock();
			try {
				this.verdict = this.over ? null : asked;
				return !this.over;
			}
			finally {
				TokenVerifications.this.queueLock.unlock();
			}
		}

		private void answered(@Nullable SodpIdentity identity, @Nullable Throwable failure) {
			TokenVerifications.this.queueLock.lock();
			try {
				if (!end()) {
					return;
				}
			}
			finally {
				TokenVerifications.this.queueLock.unlock();
			}
			this.answer.accept(identity, failure);
		}

		/** The session has ended. */
		void cancel() {
			CompletionStage<SodpIdentity> asked;
			TokenVerifications.this.queueLock.lock();
			try {
				asked = this.verdict;
				if (!end()) {
					return;
				}
			}
			finally {
				TokenVerifications.this.queueLock.unlock();
			}
			if (asked != null) {
				// What waits for it may be anyone's code.
				TokenVerifications.this.threads.execute(() -> cancel(asked));
			}
		}

		private static void cancel(CompletionStage<SodpIdentity> asked) {
			try {
				asked.toCompletableFuture().cancel(false);
			}
			catch (UnsupportedOperationException ex) {
				log.debug("A verification cannot be cancelled", ex);
			}
		}

		/** Returns whether this is its end, which comes once. */
		private boolean end() {
			boolean ends = !this.over;
			this.over = true;
			this.verdict = null;
			TokenVerifications.this.waiting.remove(this);
			if (this.counted) {
				this.counted = false;
				TokenVerifications.this.characters -= this.token.length();
			}
			return ends;
		}

		private boolean isOver() {
			TokenVerifications.this.queueLock.lock();
			try {
				return this.over;
			}
			finally {
				TokenVerifications.this.queueLock.unlock();
			}
		}

	}

	/** A call is over: its place is for the one that has waited longest. */
	private void callNext() {
		Verification next;
		this.queueLock.lock();
		try {
			Iterator<Verification> longest = this.waiting.iterator();
			if (!longest.hasNext()) {
				this.calls--;
				return;
			}
			next = longest.next();
			longest.remove();
		}
		finally {
			this.queueLock.unlock();
		}
		this.threads.execute(next::call);
	}

}
