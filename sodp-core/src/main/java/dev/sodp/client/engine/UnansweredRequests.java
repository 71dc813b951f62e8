// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The WATCH, RESUME and CALL frames of a session that the server has not answered, in
 * sending order, and the rules by which an answer finds its request (protocol section 5).
 * An abandoned request is kept for a while, because the server still owes its answer,
 * which must not be mistaken for the answer to another request.
 */
final class UnansweredRequests {

	/** Most calls that may be unanswered at a time. */
	static final int MAX_CALLS = 10_000;

	/** Most bytes of arguments that may be unanswered at a time. */
	static final long MAX_CALL_BYTES = 16L * 1024 * 1024;

	private final Set<Request> inOrder = new LinkedHashSet<>();

	private final Map<String, PendingCall<?>> calls = new HashMap<>();

	private long callBytes;

	/**
	 * Until when nothing that was abandoned can be over, so that thousands of keys may be
	 * abandoned one by one without a pass over all requests each time.
	 */
	private long nothingOverUntil = Deadlines.NEVER;

	/** The latest WATCH or RESUME of each key that waits for its snapshot. */
	private final Map<String, WatchSent> watches = new LinkedHashMap<>();

	/** All requests that named a key and may still be answered, in sending order. */
	private final Map<String, List<WatchSent>> owed = new HashMap<>();

	private final Set<WatchSent> multiples = new HashSet<>();

	/**
	 * Keys whose request counts as answered although the server may still refuse it: the
	 * answer was overdue, or an ERROR that named neither stream nor key was taken for it.
	 */
	private final Set<String> maybeRefusedLate = new HashSet<>();

	void sent(PendingCall<?> call) {
		this.inOrder.add(call);
		this.calls.put(call.id(), call);
		this.callBytes += call.size();
	}

	/**
	 * Whether another call may be sent. A server that reads or answers slowly would
	 * otherwise let the calls in flight grow without limit.
	 */
	boolean hasRoomFor(PendingCall<?> call) {
		return this.calls.isEmpty()
				|| (this.calls.size() < MAX_CALLS && this.callBytes + call.size() <= MAX_CALL_BYTES);
	}

	void sent(WatchSent watch) {
		this.inOrder.add(watch);
		for (Watched key : watch.unanswered()) {
			this.watches.put(key.key(), watch);
			this.owed.computeIfAbsent(key.key(), (name) -> new ArrayList<>(1)).add(watch);
		}
		if (watch.isMultiple()) {
			this.multiples.add(watch);
		}
	}

	/** Removes the call that a RESULT answers. */
	@Nullable PendingCall<?> answeredCall(String callId) {
		PendingCall<?> call = this.calls.remove(callId);
		if (call != null) {
			this.inOrder.remove(call);
			this.callBytes -= call.size();
		}
		return call;
	}

	/** A call is abandoned, although the server may still answer it. */
	void giveUp(PendingCall<?> call, long now) {
		call.giveUp(now);
		this.nothingOverUntil = Math.min(this.nothingOverUntil, now + Request.OWED_FOR);
	}

	/**
	 * Removes a key that has been answered from the oldest request that named it, since
	 * servers answer in order.
	 * @return the request, or null if it was abandoned
	 */
	@Nullable WatchSent answeredKey(String key) {
		List<WatchSent> requests = this.owed.get(key);
		if (requests == null) {
			return null;
		}
		WatchSent oldest = requests.remove(0);
		if (requests.isEmpty()) {
			this.owed.remove(key);
		}
		settle(oldest, key);
		return this.watches.remove(key, oldest) ? oldest : null;
	}

	/**
	 * Removes all requests of a prefix, as the last one has been answered: an earlier
	 * view, if it did not end, never will.
	 * @return the last request, or null if it was abandoned
	 */
	@Nullable WatchSent answeredLast(String pattern) {
		WatchSent last = this.watches.remove(pattern);
		List<WatchSent> requests = this.owed.remove(pattern);
		if (requests != null) {
			requests.forEach((request) -> settle(request, pattern));
		}
		return last;
	}

	/** The server is answering a request of a prefix. */
	void progressed(String pattern, long now) {
		WatchSent request = this.watches.get(pattern);
		if (request != null) {
			request.progressed(now);
		}
	}

	/** Whether the next answer about a key belongs to an abandoned request. */
	boolean owesLateAnswer(String key) {
		List<WatchSent> requests = this.owed.get(key);
		return requests != null && requests.get(0) != this.watches.get(key);
	}

	/**
	 * Removes a key from a request that was answered late, after it was abandoned.
	 */
	void answeredKey(String key, WatchSent request) {
		noLongerOwed(key, request);
		this.watches.remove(key, request);
		settle(request, key);
	}

	/**
	 * The server has not answered a key for so long that no answer is expected any more:
	 * it may have dropped a request that was abandoned.
	 */
	void neverAnswered(String key) {
		this.watches.remove(key);
		List<WatchSent> requests = this.owed.remove(key);
		if (requests != null) {
			this.maybeRefusedLate.add(key);
			requests.forEach((request) -> settle(request, key));
		}
	}

	/** Removes a request that was refused as a whole, with its remaining keys. */
	void refused(WatchSent request, Collection<Watched> keys, Frame.Error error) {
		for (Watched key : keys) {
			answeredKey(key.key(), request);
			if (error.stream() != request.stream()) {
				this.maybeRefusedLate.add(key.key());
			}
		}
		this.inOrder.remove(request);
		this.owed.values().forEach((requests) -> requests.remove(request));
		this.owed.values().removeIf(List::isEmpty);
	}

	private void settle(WatchSent request, String key) {
		request.answered(key);
		if (request.unanswered().isEmpty()) {
			this.multiples.remove(request);
		}
		if (request.isAnswered()) {
			this.inOrder.remove(request);
		}
		else {
			this.nothingOverUntil = Math.min(this.nothingOverUntil, request.overAfter());
		}
	}

	/**
	 * A key of a request is abandoned, although the server may still answer it.
	 */
	void giveUp(String key, long now) {
		WatchSent request = this.watches.remove(key);
		if (request != null) {
			request.giveUp(key, now);
			this.nothingOverUntil = Math.min(this.nothingOverUntil, now + Request.OWED_FOR);
			if (request.unanswered().isEmpty()) {
				this.multiples.remove(request);
			}
		}
		forgetWhatIsOver(now);
	}

	/** Forgets requests whose answers are no longer expected. */
	void forgetWhatIsOver(long now) {
		if (now <= this.nothingOverUntil) {
			return;
		}
		Set<Request> over = new HashSet<>();
		long next = Deadlines.NEVER;
		for (Request request : this.inOrder) {
			if (request.isOver(now)) {
				over.add(request);
			}
			else {
				next = Math.min(next, request.overAfter());
			}
		}
		this.nothingOverUntil = next;
		for (Request request : over) {
			this.inOrder.remove(request);
			if (request instanceof PendingCall<?> call) {
				answeredCall(call.id());
			}
			else if (request instanceof WatchSent watch) {
				watch.abandoned().forEach((key) -> noLongerOwed(key, watch));
			}
		}
	}

	private void noLongerOwed(String key, WatchSent request) {
		List<WatchSent> requests = this.owed.get(key);
		if (requests != null) {
			requests.remove(request);
			if (requests.isEmpty()) {
				this.owed.remove(key);
			}
		}
	}

	/**
	 * The request that an ERROR is about. It stays in this queue.
	 * @return null if nothing is unanswered, or if the error is about the session
	 */
	@Nullable Request blame(Frame.Error error, long now) {
		forgetWhatIsOver(now);
		if (error.code() == ErrorCode.UNAUTHENTICATED || error.code() == ErrorCode.TOO_LARGE) {
			return null;
		}
		if (FrameSender.isSuggested(error.stream())) {
			return sentOn(error.stream());
		}
		Request fitting = null;
		for (Request request : this.inOrder) {
			if (request instanceof WatchSent watch && watch.namedIn(error.message()) != null) {
				return watch;
			}
			if (fitting == null && fits(error.code(), request)) {
				fitting = request;
			}
		}
		if (this.maybeRefusedLate.stream().anyMatch((key) -> WatchSent.names(error.message(), key))) {
			return null;
		}
		if (fitting != null || this.inOrder.isEmpty()) {
			return fitting;
		}
		return this.inOrder.iterator().next();
	}

	/**
	 * A stream suggested by this client identifies its request, even an abandoned one.
	 */
	private @Nullable Request sentOn(long stream) {
		for (Request request : this.inOrder) {
			if (request instanceof WatchSent watch && watch.stream() == stream) {
				return watch;
			}
		}
		return null;
	}

	private static boolean fits(int code, Request request) {
		return switch (code) {
			case ErrorCode.UNKNOWN_METHOD, ErrorCode.SCHEMA -> request instanceof PendingCall;
			case ErrorCode.ALREADY_WATCHING -> request instanceof WatchSent;
			default -> true;
		};
	}

	/** Whether a caller waits for the answer to a call. */
	boolean hasCalls() {
		return this.calls.values().stream().anyMatch((call) -> !call.isGivenUp());
	}

	/** The calls that the server has not answered, including abandoned ones. */
	Collection<PendingCall<?>> allCalls() {
		return this.calls.values();
	}

	/** Number of calls with a caller that waits for the answer. */
	int calls() {
		return (int) this.calls.values().stream().filter((call) -> !call.isGivenUp()).count();
	}

	/** Number of keys whose WATCH or RESUME is unanswered. */
	int keys() {
		return this.watches.size();
	}

	/** Whether a WATCH of several keys is unanswered. */
	boolean hasMultiple() {
		return !this.multiples.isEmpty();
	}

	/** The keys whose WATCH or RESUME was sent at a time or before. */
	List<Watched> keysSentUntil(long time) {
		Set<WatchSent> late = new LinkedHashSet<>(this.watches.values());
		late.removeIf((watch) -> watch.waitsSince() > time);
		return late.stream().flatMap((watch) -> watch.unanswered().stream()).toList();
	}

	/**
	 * Forgets everything, at the end of the session; returns the calls that are not
	 * abandoned.
	 */
	List<PendingCall<?>> clear() {
		List<PendingCall<?>> unansweredCalls = new ArrayList<>();
		for (Request request : this.inOrder) {
			if (request instanceof PendingCall<?> call && !call.isGivenUp()) {
				unansweredCalls.add(call);
			}
		}
		this.inOrder.clear();
		this.calls.clear();
		this.callBytes = 0;
		this.watches.clear();
		this.owed.clear();
		this.multiples.clear();
		this.maybeRefusedLate.clear();
		this.nothingOverUntil = Deadlines.NEVER;
		return unansweredCalls;
	}

}
