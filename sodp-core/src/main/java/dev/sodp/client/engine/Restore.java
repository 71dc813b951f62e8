// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Limit;

/**
 * Which keys still have to be requested in this session, and at what pace (protocol
 * sections 3 and 6): RESUME where the limit of the server leaves room for it, else WATCH,
 * several keys at once where the server allows that.
 */
final class Restore {

	/**
	 * Most keys that may be unanswered at a time; more could overflow the server's queue.
	 */
	private static final int MAX_UNANSWERED_KEYS = 500;

	/** How long an answer may take before the key is requested again. */
	static final long ANSWER_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

	/** The same while the server answers other requests. */
	private static final long BUSY_ANSWER_TIMEOUT = TimeUnit.SECONDS.toNanos(60);

	private final ClientHost host;

	private final Deadlines deadlines;

	private final FrameSender outbound;

	private final UnansweredRequests unanswered;

	private final RandomGenerator random;

	private final Set<Watched> waiting = new LinkedHashSet<>();

	private final Backoff limitedBackoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

	private Capabilities capabilities = Capabilities.NONE;

	private SendWindow window = new SendWindow(OptionalInt.empty());

	private boolean mayResume;

	private int maxUnanswered = MAX_UNANSWERED_KEYS;

	private long pausedUntil;

	private long lastAnswerAt;

	Restore(ClientHost host, Deadlines deadlines, FrameSender outbound, UnansweredRequests unanswered,
			RandomGenerator random) {
		this.host = host;
		this.deadlines = deadlines;
		this.outbound = outbound;
		this.unanswered = unanswered;
		this.random = random;
	}

	/** Begins a session. */
	void begin(Capabilities newCapabilities, boolean resumeAllowed) {
		this.capabilities = newCapabilities;
		this.window = new SendWindow(newCapabilities.limit(Limit.WATCHES_PER_SECOND));
		this.mayResume = newCapabilities.has(Feature.RESUME) && resumeAllowed;
		int queue = newCapabilities.limit(Limit.BACKPRESSURE).orElse(Integer.MAX_VALUE);
		this.maxUnanswered = Math.max(1, Math.min(MAX_UNANSWERED_KEYS, queue / 2));
		this.pausedUntil = 0;
		this.limitedBackoff.reset();
	}

	void end() {
		this.waiting.clear();
		this.deadlines.clear(Timer.RESTORE);
		this.deadlines.clear(Timer.UNANSWERED);
	}

	/** Puts a key in line; {@link #pump()} sends what may be sent. */
	void add(Watched key) {
		key.become(Watched.Status.WAITING);
		this.waiting.add(key);
	}

	void remove(Watched key) {
		this.waiting.remove(key);
	}

	/** Whether a key is requested, or will be soon. */
	boolean isRequesting(WatchedKey key) {
		return key.status() == Watched.Status.REQUESTED || key.status() == Watched.Status.RESYNC_DUE
				|| this.waiting.contains(key);
	}

	boolean isDone() {
		return this.waiting.isEmpty() && this.unanswered.keys() == 0;
	}

	/** A key was answered, so the server is not stuck. */
	void answered() {
		progressed();
		this.limitedBackoff.reset();
	}

	/** A part of an answer has arrived. */
	void progressed() {
		this.lastAnswerAt = this.host.nanoTime();
	}

	/**
	 * The server refused a request because of its rate limit: wait before the next one.
	 */
	void limited() {
		long now = this.host.nanoTime();
		if (this.pausedUntil <= now) {
			this.pausedUntil = now + this.limitedBackoff.next(this.random);
		}
	}

	/** Sends as many requests as the server's limits allow now. */
	void pump() {
		long now = this.host.nanoTime();
		if (now < this.pausedUntil && !this.waiting.isEmpty()) {
			this.deadlines.atLatest(Timer.RESTORE, this.pausedUntil);
			return;
		}
		int room = this.maxUnanswered - this.unanswered.keys();
		while (!this.waiting.isEmpty() && room > 0) {
			int available = this.window.available(now);
			if (available == 0) {
				this.deadlines.atLatest(Timer.RESTORE, this.window.opensAt());
				return;
			}
			boolean scarce = this.capabilities.has(Feature.MULTI_WATCH) && this.waiting.size() > available;
			Watched first = this.waiting.iterator().next();
			if (canResume(first) && !scarce) {
				send(List.of(first), true, now);
				room--;
				continue;
			}
			List<Watched> keys = batch(first, room, scarce);
			// One group at a time, so that the keys of the next group are not sent one by
			// one.
			if (this.unanswered.hasMultiple() && (keys.size() > 1 || this.waiting.size() > room)) {
				return;
			}
			send(keys, false, now);
			room -= keys.size();
		}
	}

	private boolean canResume(Watched key) {
		if (key.isDoubtful()) {
			return this.capabilities.has(Feature.RESUME);
		}
		return this.mayResume && !key.outdated && !key.requestAfresh && key.version() > 0;
	}

	/** The first key in line and others that fit into the same WATCH. */
	private List<Watched> batch(Watched first, int room, boolean scarce) {
		if (!this.capabilities.has(Feature.MULTI_WATCH) || first.isRequestedAlone()) {
			return List.of(first);
		}
		List<Watched> keys = new ArrayList<>();
		int bytes = 0;
		for (Watched key : this.waiting) {
			if (key.isRequestedAlone() || !Objects.equals(key.params(), first.params())
					|| (canResume(key) && !scarce)) {
				continue;
			}
			bytes += FrameSender.maxEncodedBytes(key.key());
			if (keys.size() == room || (!keys.isEmpty() && bytes > FrameSender.MAX_KEY_BYTES)) {
				break;
			}
			keys.add(key);
		}
		return keys;
	}

	private void send(List<Watched> keys, boolean resume, long now) {
		long stream = this.outbound.nextStream();
		Watched first = keys.get(0);
		this.unanswered.sent(new WatchSent(stream, resume, now, keys));
		this.window.sent(now);
		for (Watched key : keys) {
			this.waiting.remove(key);
			key.become(Watched.Status.REQUESTED);
			key.requestedOn = stream;
			key.requested(resume);
		}
		if (resume) {
			this.outbound.resume(stream, first.key(), first.resumesFrom(), first.params());
		}
		else {
			this.outbound.watch(stream, keys.stream().map(Watched::key).toList(), first.params());
		}
		this.deadlines.atLatest(Timer.UNANSWERED, now + ANSWER_TIMEOUT);
	}

	/**
	 * Requests again what has been unanswered for too long. While answers to other keys
	 * keep coming the server is busy rather than stuck, and is given more time.
	 */
	void requestUnansweredAgain() {
		long now = this.host.nanoTime();
		boolean stuck = this.lastAnswerAt + ANSWER_TIMEOUT <= now;
		long patience = stuck ? ANSWER_TIMEOUT : BUSY_ANSWER_TIMEOUT;
		List<Watched> late = this.unanswered.keysSentUntil(now - patience);
		this.outbound.unwatch(late.stream().map(Watched::key).toList());
		for (Watched key : late) {
			this.unanswered.neverAnswered(key.key());
			key.requestAfresh = true;
			key.abandoned();
			add(key);
		}
		pump();
		if (this.unanswered.keys() > 0) {
			this.deadlines.atLatest(Timer.UNANSWERED, now + ANSWER_TIMEOUT);
		}
	}

}
