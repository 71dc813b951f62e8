// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.sodp.client.OfflinePolicy;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.SodpUpdateConflictException;
import dev.sodp.client.SodpVersionConflictException;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.client.engine.PendingUpdate.Next;
import dev.sodp.client.engine.PendingUpdate.Phase;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.SodpException;
import dev.sodp.state.ImmutableNodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * Updates of keys by a function of their value: read, compute, write on the condition
 * that the version is still the same, and begin again if it is not. A write whose outcome
 * is unknown ends the update, since repeating it could apply it twice.
 */
final class Updates {

	static final int MAX_TRIES = 50;

	private static final long MIN_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(200);

	/**
	 * How long the delta of a version may come after the refusal that names it, before
	 * the server is asked for the value.
	 */
	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final ClientHost host;

	private final Deadlines deadlines;

	private final RandomGenerator random;

	private final WatchRegistry watches;

	private final Calls calls;

	private final CallFactory callFactory;

	private final Conditions conditions;

	/** How long to wait for a value. */
	private final long timeout;

	private final Connector connector;

	private final OfflinePolicy offlinePolicy;

	private final Consumer<PendingCall<?>> submit;

	private final Set<PendingUpdate<?>> open = new LinkedHashSet<>();

	/**
	 * Creates an instance without updates.
	 * @param submit takes the calls
	 */
	Updates(ClientHost host, Deadlines deadlines, RandomGenerator random, Connector connector, WatchRegistry watches,
			Calls calls, CallFactory callFactory, Conditions conditions, SodpClientOptions options,
			Consumer<PendingCall<?>> submit) {
		this.host = host;
		this.deadlines = deadlines;
		this.random = random;
		this.connector = connector;
		this.watches = watches;
		this.calls = calls;
		this.callFactory = callFactory;
		this.conditions = conditions;
		this.timeout = options.callTimeout().toNanos();
		this.offlinePolicy = options.offlinePolicy();
		this.submit = submit;
	}

	<T> PendingUpdate<T> begin(String key, Function<JsonNode, Next<T>> function, Consumer<PendingUpdate<T>> release) {
		PendingUpdate<T> update = new PendingUpdate<>(key, function, this, release);
		this.open.add(update);
		read(update);
		return update;
	}

	/** Its future has ended or is about to; does nothing the second time. */
	void end(PendingUpdate<?> update) {
		this.open.remove(update);
		update.over();
		this.watches.release(List.of(update));
	}

	private void read(PendingUpdate<?> update) {
		SodpException obstacle = obstacleTo(update);
		Frame.Error denial = update.denial();
		if (obstacle != null) {
			fail(update, obstacle);
			return;
		}
		if (denial != null) {
			fail(update, refusal(update, denial));
			return;
		}
		wait(update, update.isAwaitingVersion() ? PATIENCE : this.timeout);
		if (!update.isSubscribed()) {
			update.subscribed(true);
			this.watches.watch(List.of(update), null);
		}
		proceed(update);
	}

	/** Why an update cannot go on. */
	private @Nullable SodpException obstacleTo(PendingUpdate<?> update) {
		String over = this.connector.whyNoSessionComes();
		if (over != null) {
			return new SodpNotSentException(update.notWritten() + ": " + over, this.connector.status().lastFailure());
		}
		if (this.calls.isLive()) {
			return this.conditions.whyUnsupported(update.notWritten());
		}
		return (this.offlinePolicy == OfflinePolicy.FAIL)
				? new SodpNotSentException(update.notWritten() + ": there is no live session", null) : null;
	}

	private void wait(PendingUpdate<?> update, long patience) {
		long due = this.host.nanoTime() + patience;
		update.reading(due);
		this.deadlines.atLatest(Timer.UPDATE, due);
	}

	/** Has the application compute the next value, if one can be used that is here. */
	void proceed(PendingUpdate<?> update) {
		WatchedKey key = this.watches.find(update.key());
		if (update.phase() != Phase.READING || key == null || key.status() != Watched.Status.LIVE) {
			return;
		}
		Snapshot current = key.replica().current();
		if (!update.canUse(current)) {
			return;
		}
		SodpException obstacle = obstacleTo(update);
		if (obstacle != null) {
			fail(update, obstacle);
			return;
		}
		update.computing(current, this.conditions.history());
		this.host.compute(update, current.value());
	}

	/** The application has computed what to write. */
	<T> void computed(PendingUpdate<T> update, Next<T> next) {
		if (update.phase() != Phase.COMPUTING) {
			return;
		}
		Map<String, JsonNode> args = new LinkedHashMap<>();
		args.put("state", StringNode.valueOf(update.key()));
		args.put("value", next.tree());
		args.put(PendingCall.IF_VERSION, LongNode.valueOf(update.ifVersion()));
		PendingCall<UpdateResult<T>> call = this.callFactory.create("state.set", ImmutableNodes.object(args),
				(data) -> new UpdateResult<>(next.value(), PendingCall.version(data)));
		call.basedOn(update.history());
		update.writing(call);
		call.ifWithoutEffect((reason) -> notWritten(update, reason));
		call.future().whenComplete((result, failure) -> {
			if (failure == null) {
				update.complete(result);
			}
			else if (!call.isIneffective()) {
				update.fail(failure);
			}
		});
		this.submit.accept(call);
	}

	/** The application could not compute what to write. */
	void failed(PendingUpdate<?> update, Throwable reason) {
		if (update.phase() == Phase.COMPUTING) {
			fail(update, reason);
		}
	}

	private void notWritten(PendingUpdate<?> update, SodpException reason) {
		if (update.phase() != Phase.WRITING) {
			return;
		}
		if (reason instanceof SodpVersionConflictException conflict) {
			onConflict(update, conflict);
		}
		else if (this.conditions.hasLeft(update.history())) {
			update.takesAnySnapshot();
			read(update);
		}
		else {
			fail(update, reason);
		}
	}

	private void onConflict(PendingUpdate<?> update, SodpVersionConflictException conflict) {
		Long current = conflict.currentVersion().isPresent() ? (Long) conflict.currentVersion().getAsLong() : null;
		int tries = update.refused((current != null) ? current : 0);
		if (tries >= MAX_TRIES) {
			fail(update, new SodpUpdateConflictException(update.key(), tries, current, conflict));
			return;
		}
		backOff(update, delay(tries));
	}

	/** Grows on average, so that a few writers are quick and many do not collide. */
	private long delay(int conflicts) {
		long most = Math.min(MAX_DELAY, MIN_DELAY << Math.min(conflicts, 8));
		return this.random.nextLong(MIN_DELAY, most + 1);
	}

	/**
	 * In its second half the delay ends with the next value that arrives. A writer that
	 * meets no conflict goes on at once; only who begins as early as it does has a chance
	 * against it, and a value that is already here is late by half a round trip on
	 * average.
	 */
	private void backOff(PendingUpdate<?> update, long delay) {
		long now = this.host.nanoTime();
		update.backingOff(now + Math.max(MIN_DELAY, delay / 2), now + delay);
		this.deadlines.atLatest(Timer.UPDATE, update.due());
	}

	/** The replica of the key has a new value. */
	void arrived(PendingUpdate<?> update) {
		if (update.isBackingOffUntilNextValue(this.host.nanoTime())) {
			read(update);
		}
		else {
			proceed(update);
		}
	}

	/** The server refuses to send the value. */
	void denied(PendingUpdate<?> update) {
		Frame.Error denial = update.denial();
		if (denial != null && update.phase() == Phase.READING) {
			fail(update, refusal(update, denial));
		}
	}

	private static SodpRejectedException refusal(PendingUpdate<?> update, Frame.Error denial) {
		return new SodpRejectedException(denial.code(),
				"The server refused to send the value of '" + update.key() + "': " + denial.message());
	}

	/** The application has ended all watches of the key; the update needs its own. */
	void unsubscribed(PendingUpdate<?> update) {
		if (update.phase() == Phase.READING) {
			backOff(update, 0);
		}
	}

	void onTimer() {
		long now = this.host.nanoTime();
		List.copyOf(this.open).stream().filter((update) -> update.due() <= now).forEach(this::onDue);
		this.open.forEach((update) -> this.deadlines.atLatest(Timer.UPDATE, update.due()));
	}

	private void onDue(PendingUpdate<?> update) {
		if (update.phase() == Phase.BACKING_OFF) {
			read(update);
		}
		else if (update.isAwaitingVersion()) {
			update.takesAnySnapshot();
			wait(update, this.timeout);
			this.watches.refresh(update.key());
		}
		else {
			fail(update, new SodpNotSentException(update.notWritten() + ": its value was not received in time", null));
		}
	}

	/** Before anything is requested for updates that the server cannot serve. */
	void sessionLive() {
		for (PendingUpdate<?> update : List.copyOf(this.open)) {
			SodpException unsupported = this.conditions.whyUnsupported(update.notWritten());
			if (unsupported != null && (update.phase() == Phase.READING || update.phase() == Phase.BACKING_OFF)) {
				fail(update, unsupported);
				this.watches.release(List.of(update));
			}
		}
	}

	/** No session will follow that could bring a value; calls fail by themselves. */
	void noMoreSessions(String why, Throwable reason) {
		for (PendingUpdate<?> update : List.copyOf(this.open)) {
			if (update.phase() != Phase.WRITING) {
				fail(update, new SodpNotSentException(update.notWritten() + ": " + why, reason));
			}
		}
	}

	private void fail(PendingUpdate<?> update, Throwable reason) {
		this.open.remove(update);
		update.over();
		this.host.settle(() -> update.fail(reason));
	}

}
