// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.jwk.JWKMatcher;
import dev.sodp.server.AuthenticationRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.jwt.BadJwtException;

/**
 * The keys of a key server, which may hang.
 *
 * <p>
 * What is known answers at once, also while keys are being fetched. What is not known
 * waits for a fetch that began after it was asked for: an earlier one may miss a key that
 * was added meanwhile. Fetches begin at least an interval apart, one at a time, and all
 * who wait share them. So a new key is known after an interval and the time of a fetch,
 * whoever else asks for keys that do not exist.
 */
final class RemoteKeys implements AutoCloseable {

	/** Bounds how long a key can be used that is no longer listed. */
	static final Duration REFRESH_INTERVAL = Duration.ofMinutes(5);

	/** How long keys can be used that cannot be refreshed. */
	static final Duration LONGEST_OUTAGE = Duration.ofHours(24);

	/** Bounds the memory of tokens whose keys do not exist, which are 16 KiB at most. */
	static final int MAX_WAITING = 10_000;

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

	private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

	/** What a client is told. */
	static final String UNAVAILABLE = "The token cannot be verified at the moment";

	private static final Logger log = LoggerFactory.getLogger(RemoteKeys.class);

	private final KeyServer server;

	private final long interval;

	private final KeyFetchTimer timer;

	private volatile @Nullable Listed listed;

	/** Guards everything below, in nanoseconds of the timer. */
	private final ReentrantLock fetchLock = new ReentrantLock();

	private final Set<Waiter> waiters = new LinkedHashSet<>();

	private boolean fetching;

	private long fetches;

	private long nextAllowed;

	private long refreshDue;

	private @Nullable Long alarm;

	private boolean failing;

	private long nextWarning;

	private boolean closed;

	RemoteKeys(KeyServer server, Duration interval, KeyFetchTimer timer) {
		this.server = server;
		this.interval = interval.toNanos();
		this.timer = timer;
		long now = timer.nanoTime();
		this.nextAllowed = now;
		this.refreshDue = now;
		this.nextWarning = now;
	}

	/** Fetches the keys in the background, so that they are known when a token comes. */
	void start() {
		fetchIfDue();
	}

	/**
	 * Finds keys that a token may have been signed with.
	 * @param matcher what the token says about its key; is kept while it waits
	 * @return completes with keys that match, or fails to refuse the token. To be
	 * cancelled if no one waits for it any longer
	 */
	CompletableFuture<KnownKeys> matching(JWKMatcher matcher) {
		KnownKeys known = known(matcher);
		if (known != null) {
			return CompletableFuture.completedFuture(known);
		}
		Waiter waiter = waiter(matcher);
		waiter.keys.whenComplete((keys, failure) -> {
			if (waiter.keys.isCancelled()) {
				forget(waiter);
			}
		});
		fetchIfDue();
		return waiter.keys;
	}

	private void forget(Waiter waiter) {
		this.fetchLock.lock();
		try {
			this.waiters.remove(waiter);
		}
		finally {
			this.fetchLock.unlock();
		}
	}

	private @Nullable KnownKeys known(JWKMatcher matcher) {
		Listed current = this.listed;
		return (current != null && this.timer.nanoTime() - current.since <= LONGEST_OUTAGE.toNanos()
				&& current.keys.match(matcher)) ? current.keys : null;
	}

	private Waiter waiter(JWKMatcher matcher) {
		this.fetchLock.lock();
		try {
			Waiter waiter = new Waiter(matcher, this.fetches);
			// May have been fetched a moment ago.
			KnownKeys known = known(matcher);
			if (known != null) {
				waiter.keys.complete(known);
			}
			else if (this.closed) {
				waiter.keys.completeExceptionally(new AuthenticationRefusedException(UNAVAILABLE));
			}
			else if (this.waiters.size() >= MAX_WAITING) {
				waiter.keys.completeExceptionally(new BadJwtException("Too many tokens wait for keys"));
			}
			else {
				this.waiters.add(waiter);
			}
			return waiter;
		}
		finally {
			this.fetchLock.unlock();
		}
	}

	private void fetchIfDue() {
		this.fetchLock.lock();
		try {
			if (this.closed || this.fetching) {
				return;
			}
			long now = this.timer.nanoTime();
			long due = this.waiters.isEmpty() ? this.refreshDue : this.nextAllowed;
			if (due - now > 0) {
				setAlarm(due, due - now);
				return;
			}
			this.fetching = true;
			this.fetches++;
			this.nextAllowed = now + this.interval;
		}
		finally {
			this.fetchLock.unlock();
		}
		CompletableFuture.completedFuture(this.server)
			.thenCompose(KeyServer::fetch)
			.thenApply(KnownKeys::new)
			.whenComplete(this::fetched);
	}

	private void setAlarm(long due, long wait) {
		Long earlier = this.alarm;
		if (earlier == null || earlier - due > 0) {
			this.alarm = due;
			this.timer.after(wait, this::alarm);
		}
	}

	/** May be one that an earlier alarm has made superfluous, which does no harm. */
	private void alarm() {
		this.fetchLock.lock();
		try {
			this.alarm = null;
		}
		finally {
			this.fetchLock.unlock();
		}
		fetchIfDue();
	}

	private void fetched(@Nullable KnownKeys keys, @Nullable Throwable failure) {
		List<Waiter> answered = new ArrayList<>();
		this.fetchLock.lock();
		try {
			this.fetching = false;
			long now = this.timer.nanoTime();
			if (keys != null) {
				this.listed = new Listed(keys, now);
				this.refreshDue = now + REFRESH_INTERVAL.toNanos();
			}
			else {
				this.refreshDue = now + Math.max(RETRY_INTERVAL.toNanos(), this.interval);
			}
			log(keys, failure, now);
			this.waiters.removeIf((waiter) -> {
				boolean ends = waiter.before < this.fetches || known(waiter.matcher) != null;
				return ends && answered.add(waiter);
			});
		}
		finally {
			this.fetchLock.unlock();
		}
		answered.forEach((waiter) -> answer(waiter, keys != null));
		fetchIfDue();
	}

	private void answer(Waiter waiter, boolean upToDate) {
		KnownKeys known = known(waiter.matcher);
		if (known != null) {
			waiter.keys.complete(known);
		}
		else {
			waiter.keys.completeExceptionally(upToDate ? new BadJwtException("No key matches the token")
					: new AuthenticationRefusedException(UNAVAILABLE));
		}
	}

	private void log(@Nullable KnownKeys keys, @Nullable Throwable failure, long now) {
		if (failure != null) {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			if (now - this.nextWarning >= 0) {
				this.nextWarning = now + WARNING_INTERVAL.toNanos();
				log.warn("The keys of tokens cannot be fetched from {}: {}", this.server, cause.toString());
			}
			log.debug("The keys cannot be fetched", cause);
		}
		else if (keys != null && keys.isEmpty()) {
			log.warn("{} lists no key that tokens can be verified with", this.server);
		}
		else if (this.failing) {
			log.info("The keys of tokens have been fetched from {}", this.server);
		}
		this.failing = failure != null;
	}

	@Override
	public void close() {
		List<Waiter> left;
		this.fetchLock.lock();
		try {
			this.closed = true;
			left = List.copyOf(this.waiters);
			this.waiters.clear();
		}
		finally {
			this.fetchLock.unlock();
		}
		left.forEach((waiter) -> answer(waiter, false));
	}

	/**
	 * Keys, and when they were fetched.
	 */
	private record Listed(KnownKeys keys, long since) {
	}

	/**
	 * A token that waits for its key.
	 */
	private static final class Waiter {

		private final JWKMatcher matcher;

		/** How many fetches had begun when it came. */
		private final long before;

		/** Completes when the key is known, or known not to exist. */
		private final CompletableFuture<KnownKeys> keys = new CompletableFuture<>();

		Waiter(JWKMatcher matcher, long before) {
			this.matcher = matcher;
			this.before = before;
		}

	}

}
