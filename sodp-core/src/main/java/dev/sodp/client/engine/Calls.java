// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.sodp.client.OfflinePolicy;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.SodpVersionConflictException;
import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.protocol.Limit;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls that have not ended (protocol section 5): queued until the session is live
 * and the write limit allows them, sent once, and settled by a RESULT, an ERROR, their
 * timeout or the end of the session. What has left this client is not sent again, unless
 * the application allowed it and the call can be repeated.
 */
final class Calls {

	/**
	 * How soon to check again whether the server still owes so many answers that nothing
	 * may be sent.
	 */
	private static final long CROWDED_DELAY = TimeUnit.SECONDS.toNanos(1);

	/** Methods whose effect is the same however often they are applied. */
	private static final Set<String> REPEATABLE = Set.of("state.set", "state.set_in", "state.delete");

	private final ClientHost host;

	private final Deadlines deadlines;

	private final FrameSender outbound;

	private final UnansweredRequests unanswered;

	private final VersionWaits versionWaits;

	private final SodpClientOptions options;

	private final ClientCounters counters;

	/**
	 * Every call that has not ended, in the order of submission, which is that of their
	 * deadlines.
	 */
	private final Set<PendingCall<?>> open = new LinkedHashSet<>();

	private final Deque<PendingCall<?>> queue = new ArrayDeque<>();

	private long queuedBytes;

	private Capabilities capabilities = Capabilities.NONE;

	private SendWindow window = new SendWindow(OptionalInt.empty());

	private final RefusedSize refusedSize = new RefusedSize();

	private boolean live;

	/**
	 * Whether nothing more is sent in this session, because it is about to be handed
	 * over. Asked each time rather than remembered, so that it cannot outlive its reason.
	 */
	private final BooleanSupplier held;

	private final Conditions conditions;

	Calls(ClientHost host, Deadlines deadlines, FrameSender outbound, UnansweredRequests unanswered,
			VersionWaits versionWaits, SodpClientOptions options, ClientCounters counters, Conditions conditions,
			BooleanSupplier held) {
		this.host = host;
		this.deadlines = deadlines;
		this.outbound = outbound;
		this.unanswered = unanswered;
		this.versionWaits = versionWaits;
		this.options = options;
		this.counters = counters;
		this.conditions = conditions;
		this.held = held;
	}

	void submit(PendingCall<?> call) {
		call.basedOn(this.conditions.history());
		SodpNotSentException unfit = this.live ? this.conditions.whyUnfit(call) : null;
		if (unfit != null) {
			failUnsent(call, unfit);
		}
		else if (!this.live && this.options.offlinePolicy() == OfflinePolicy.FAIL) {
			failUnsent(call, "there is no live session", null);
		}
		else if (this.queue.size() >= this.options.maxQueuedCalls()
				|| this.queuedBytes + call.size() > this.options.maxQueuedBytes()) {
			failUnsent(call,
					"it takes " + call.size() + " bytes, and " + this.queue.size() + " calls of " + this.queuedBytes
							+ " bytes already wait to be sent; at most " + this.options.maxQueuedCalls() + " calls of "
							+ this.options.maxQueuedBytes() + " bytes may",
					null);
		}
		else {
			enqueue(call);
		}
	}

	/**
	 * Queues a call regardless of the policy and the limits, because it keeps an earlier
	 * promise.
	 */
	void enqueue(PendingCall<?> call) {
		this.open.add(call);
		this.queue.add(call);
		this.queuedBytes += call.size();
		this.deadlines.atLatest(Timer.CALL_TIMEOUT, call.deadline());
		flush();
	}

	/** Whether a call has neither been answered nor failed. */
	boolean isOpen(PendingCall<?> call) {
		return this.open.contains(call);
	}

	/** Number of calls that wait to be sent. */
	int queued() {
		return this.queue.size();
	}

	boolean isLive() {
		return this.live;
	}

	/** Whether a call is going to be sent. */
	boolean isQueued(PendingCall<?> call) {
		return !call.isSent() && this.open.contains(call);
	}

	void sessionLive(Capabilities newCapabilities) {
		this.live = true;
		boolean sameHistory = Objects.equals(this.capabilities.epoch(), newCapabilities.epoch());
		this.capabilities = newCapabilities;
		this.window = new SendWindow(newCapabilities.limit(Limit.WRITES_PER_SECOND));
		if (!sameHistory) {
			this.refusedSize.forget();
		}
		this.refusedSize.advertised(newCapabilities.limit(Limit.MESSAGE_BYTES));
		failUnfit();
		flush();
	}

	/** Does not wait until the write limit would allow them. */
	private void failUnfit() {
		for (PendingCall<?> call : List.copyOf(this.queue)) {
			SodpNotSentException unfit = this.conditions.whyUnfit(call);
			if (unfit != null) {
				this.queue.remove(call);
				this.queuedBytes -= call.size();
				this.open.remove(call);
				failUnsent(call, unfit);
			}
		}
	}

	/** The server ends the session, because a message was too large. */
	void onTooLarge() {
		this.refusedSize.learn(this.unanswered.allCalls());
	}

	/**
	 * Calls that were sent may or may not have been applied; calls that were not sent
	 * wait for the next session, and so do those that may be sent again.
	 */
	void sessionEnded(Throwable reason) {
		this.live = false;
		this.deadlines.clear(Timer.WRITE_WINDOW);
		List<PendingCall<?>> again = new ArrayList<>();
		for (PendingCall<?> call : this.unanswered.clear()) {
			if (isRepeatable(call)) {
				again.add(call);
			}
			else {
				this.open.remove(call);
				failUnanswered(call, "The connection ended before " + call + " was answered", reason);
			}
		}
		for (int i = again.size() - 1; i >= 0; i--) {
			this.queue.addFirst(again.get(i));
			this.queuedBytes += again.get(i).size();
		}
		this.versionWaits.sessionEnded();
	}

	/**
	 * A conditional call that was applied would be refused the second time, as if it had
	 * not been.
	 */
	private boolean isRepeatable(PendingCall<?> call) {
		return this.options.retryWrites() && REPEATABLE.contains(call.method()) && !call.isConditional()
				&& !this.refusedSize.includes(call);
	}

	/** Ends every call that still waits, because no session will come. */
	void failQueued(String why, @Nullable Throwable reason) {
		List<PendingCall<?>> waiting = new ArrayList<>(this.open);
		this.open.clear();
		this.queue.clear();
		this.queuedBytes = 0;
		this.deadlines.clear(Timer.CALL_TIMEOUT);
		for (PendingCall<?> call : waiting) {
			if (call.isSent()) {
				failUnanswered(call, call + " was sent and not answered, and " + why, reason);
			}
			else {
				failUnsent(call, why, reason);
			}
		}
	}

	/** Sends as many queued calls as the server's limit allows now. */
	void flush() {
		if (!this.live || this.held.getAsBoolean()) {
			return;
		}
		long now = this.host.nanoTime();
		while (!this.queue.isEmpty()) {
			if (this.queue.element().isAbandoned()) {
				PendingCall<?> cancelled = dequeue();
				this.open.remove(cancelled);
				this.counters.callsNotSent++;
				cancelled.hadNoEffect(new SodpNotSentException(cancelled + " was cancelled", null));
				continue;
			}
			if (this.refusedSize.includes(this.queue.element())) {
				PendingCall<?> tooLarge = dequeue();
				this.open.remove(tooLarge);
				refuseAsTooLarge(tooLarge);
				continue;
			}
			if (this.window.available(now) == 0) {
				this.deadlines.atLatest(Timer.WRITE_WINDOW, this.window.opensAt());
				return;
			}
			if (!this.unanswered.hasRoomFor(this.queue.element())) {
				this.deadlines.atLatest(Timer.WRITE_WINDOW, now + CROWDED_DELAY);
				return;
			}
			PendingCall<?> call = dequeue();
			call.markSent(now, this.capabilities);
			this.window.sent(now);
			this.unanswered.sent(call);
			this.outbound.call(call);
		}
	}

	/** Time has passed, so that the server's limit or the bounds here may allow more. */
	void onWindowTimer() {
		this.unanswered.forgetWhatIsOver(this.host.nanoTime());
		flush();
	}

	private PendingCall<?> dequeue() {
		PendingCall<?> call = this.queue.remove();
		this.queuedBytes -= call.size();
		return call;
	}

	/** RESULT: the answer to one call. */
	void onResult(Frame.Result frame, WatchRegistry watches) {
		settle(frame, watches);
		flush();
	}

	/**
	 * A frame that cannot be read: if it is the RESULT of a call, the caller need not
	 * wait for another.
	 * @return whether it was such a RESULT
	 */
	boolean onMalformed(MalformedFrameException malformed) {
		boolean isResult = malformed.header().filter((header) -> header.type() == FrameTypes.RESULT).isPresent();
		String id = malformed.callId().orElse(null);
		PendingCall<?> call = (isResult && id != null) ? this.unanswered.answeredCall(id) : null;
		if (call == null || call.isGivenUp()) {
			return false;
		}
		this.open.remove(call);
		failUnanswered(call, "The answer to " + call + " cannot be read", malformed);
		flush();
		return true;
	}

	private void settle(Frame.Result frame, WatchRegistry watches) {
		PendingCall<?> call = this.unanswered.answeredCall(frame.callId());
		if (call == null || call.isGivenUp()) {
			return;
		}
		this.open.remove(call);
		if (!frame.success()) {
			Integer code = frame.code();
			String message = frame.data().isString() ? frame.data().stringValue() : frame.data().toString();
			reject(call, (code != null) ? code : ErrorCode.BAD_REQUEST, message, frame.version());
			return;
		}
		this.counters.callsApplied++;
		String key = call.key();
		WatchedKey watched = (key != null) ? watches.find(key) : null;
		JsonNode version = frame.data().path("version");
		if (this.options.readYourWrites() && watched != null && version.canConvertToLong()) {
			this.versionWaits.completeWrite(watched, version.longValue(), call, frame.data());
		}
		else {
			this.host.complete(call, frame.data());
		}
	}

	/** ERROR for a call. */
	void onRefused(PendingCall<?> call, Frame.Error error) {
		this.unanswered.answeredCall(call.id());
		if (!call.isGivenUp()) {
			this.open.remove(call);
			reject(call, error.code(), error.message(), null);
		}
		flush();
	}

	/** Fails a call that never left this client. */
	void failUnsent(PendingCall<?> call, String why, @Nullable Throwable reason) {
		failUnsent(call, new SodpNotSentException(call + " was not sent: " + why, reason));
	}

	private void failUnsent(PendingCall<?> call, SodpNotSentException reason) {
		this.counters.callsNotSent++;
		failWithoutEffect(call, reason);
	}

	private void refuseAsTooLarge(PendingCall<?> call) {
		SodpRejectedException refusal = new SodpRejectedException(ErrorCode.TOO_LARGE, this.refusedSize.explain(call));
		if (call.isSent()) {
			failUnanswered(call, "The connection ended before " + call + " was answered", refusal);
		}
		else {
			this.counters.callsRejected++;
			failWithoutEffect(call, refusal);
		}
	}

	/** A refusal says nothing about what became of the call when it was first sent. */
	private void reject(PendingCall<?> call, int code, String message, @Nullable Long version) {
		if (code == ErrorCode.TIMEOUT) {
			call.wasUnconfirmed();
			failUnanswered(call, "The server does not know what became of " + call + ": " + message, null);
			return;
		}
		String what = "The server refused " + call + ": " + message;
		SodpRejectedException refusal = (code == ErrorCode.VERSION_MISMATCH && call.isConditional())
				? new SodpVersionConflictException(what, version) : new SodpRejectedException(code, what);
		if (call.isRepeated()) {
			failUnanswered(call, "The server refused to repeat " + call, refusal);
		}
		else {
			this.counters.callsRejected++;
			failWithoutEffect(call, refusal);
		}
	}

	private void failWithoutEffect(PendingCall<?> call, SodpException reason) {
		call.hadNoEffect(reason);
		this.host.fail(call, reason);
	}

	void onTimeoutTimer() {
		long now = this.host.nanoTime();
		this.unanswered.forgetWhatIsOver(now);
		for (Iterator<PendingCall<?>> calls = this.open.iterator(); calls.hasNext();) {
			PendingCall<?> call = calls.next();
			if (call.deadline() > now) {
				this.deadlines.set(Timer.CALL_TIMEOUT, call.deadline());
				return;
			}
			calls.remove();
			timedOut(call);
		}
	}

	private void timedOut(PendingCall<?> call) {
		if (this.queue.remove(call)) {
			this.queuedBytes -= call.size();
		}
		if (call.isSent()) {
			this.unanswered.giveUp(call, this.host.nanoTime());
			failUnanswered(call, "No answer to " + call + " in time", null);
		}
		else {
			failUnsent(call, "no connection could be used in time", null);
		}
	}

	private void failUnanswered(PendingCall<?> call, String what, @Nullable Throwable reason) {
		this.counters.callsUnknown++;
		this.host.fail(call, new SodpOutcomeUnknownException(what + "; it may or may not have been applied", reason));
	}

}
