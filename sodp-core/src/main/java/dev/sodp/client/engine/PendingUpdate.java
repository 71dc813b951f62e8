// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchMeta;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An update that has not ended: what {@link Updates} knows of it. It subscribes to its
 * key, so that it sees each version that it waits for.
 *
 * @param <T> type of the values
 */
public final class PendingUpdate<T> implements Subscriber {

	/** What an update waits for. */
	enum Phase {

		/** A value newer than that of the last try. */
		READING,

		/** The application's function. */
		COMPUTING,

		/** The answer to its call. */
		WRITING,

		/** The time to begin again after a conflict. */
		BACKING_OFF,

		/** Nothing: its future has ended or is about to. */
		OVER

	}

	private final String key;

	private final Function<JsonNode, Next<T>> function;

	private final Updates updates;

	private final Consumer<PendingUpdate<T>> release;

	private final CompletableFuture<UpdateResult<T>> future = new CompletableFuture<>();

	private Phase phase = Phase.READING;

	private long due = Deadlines.NEVER;

	/** From when on a value that arrives ends a back-off. */
	private long early = Deadlines.NEVER;

	private boolean subscribed;

	private int conflicts;

	/** Version of the replica that the last try is based on, also if the key is gone. */
	private long seen;

	private boolean seenInitialized;

	/** The history that version belongs to. */
	private @Nullable String history;

	/**
	 * The version that the server gave as the reason for a conflict; null if any snapshot
	 * will do.
	 */
	private @Nullable Long awaited;

	private Frame.@Nullable Error denial;

	private @Nullable PendingCall<?> call;

	PendingUpdate(String key, Function<JsonNode, Next<T>> function, Updates updates,
			Consumer<PendingUpdate<T>> release) {
		this.key = key;
		this.function = function;
		this.updates = updates;
		this.release = release;
	}

	@Override
	public String key() {
		return this.key;
	}

	public CompletableFuture<UpdateResult<T>> future() {
		return this.future;
	}

	/** Runs the application's function, so never called by the engine itself. */
	public Next<T> compute(JsonNode current) {
		return this.function.apply(current);
	}

	/** Completes the future; runs continuations, so never called by the engine itself. */
	void complete(UpdateResult<T> result) {
		this.release.accept(this);
		this.future.complete(result);
	}

	/** Fails the future; runs continuations, so never called by the engine itself. */
	void fail(Throwable reason) {
		this.release.accept(this);
		this.future.completeExceptionally(reason);
	}

	/** What to say when it ends without effect, as the start of a sentence. */
	public String notWritten() {
		return "The update of '" + this.key + "' was not written";
	}

	// Transitions

	void reading(long newDue) {
		this.phase = Phase.READING;
		this.due = newDue;
	}

	void computing(Snapshot basis, @Nullable String newHistory) {
		this.phase = Phase.COMPUTING;
		this.due = Deadlines.NEVER;
		this.seen = basis.version();
		this.seenInitialized = basis.initialized();
		this.history = newHistory;
		this.awaited = null;
	}

	void writing(PendingCall<?> newCall) {
		this.phase = Phase.WRITING;
		this.call = newCall;
	}

	/**
	 * Waits before the next try.
	 * @param from when to begin, if a new value arrives
	 * @param until when to begin with the value that is there
	 */
	void backingOff(long from, long until) {
		this.phase = Phase.BACKING_OFF;
		this.early = from;
		this.due = until;
	}

	void over() {
		this.phase = Phase.OVER;
		this.due = Deadlines.NEVER;
		if (this.call != null) {
			// No continuation of the application is attached to it.
			this.call.future().cancel(false);
		}
	}

	/**
	 * Its write was refused for the version.
	 * @param current the version that the key has, 0 if it does not exist, or null
	 * @return how often that has happened
	 */
	int refused(@Nullable Long current) {
		this.awaited = current;
		return ++this.conflicts;
	}

	/** Whatever the replica shows next is the server's. */
	void takesAnySnapshot() {
		this.awaited = null;
	}

	void subscribed(boolean newSubscribed) {
		this.subscribed = newSubscribed;
		this.denial = null;
	}

	Phase phase() {
		return this.phase;
	}

	long due() {
		return this.due;
	}

	boolean isBackingOffUntilNextValue(long now) {
		return this.phase == Phase.BACKING_OFF && now >= this.early;
	}

	boolean isSubscribed() {
		return this.subscribed;
	}

	boolean isAwaitingVersion() {
		return this.awaited != null;
	}

	Frame.@Nullable Error denial() {
		return this.denial;
	}

	@Nullable String history() {
		return this.history;
	}

	/** What the key must have when the write is applied. */
	long ifVersion() {
		return this.seenInitialized ? this.seen : 0;
	}

	/**
	 * Whether a value is worth another try. After a conflict it is neither the one that
	 * was tried nor older than the one that caused the conflict; the version of a removal
	 * is not known before its delta.
	 */
	boolean canUse(Snapshot current) {
		return this.awaited == null || (current.version() != this.seen && current.version() >= this.awaited);
	}

	// Subscription

	@Override
	public void accept(KeyEvent event) {
		if (event.meta().source() == WatchMeta.Source.INIT) {
			takesAnySnapshot();
		}
		this.updates.arrived(this);
	}

	@Override
	public void denied(Frame.Error error) {
		this.denial = error;
		this.updates.denied(this);
	}

	@Override
	public boolean reportsRefusal() {
		return true;
	}

	@Override
	public void end() {
		this.subscribed = false;
		this.updates.unsubscribed(this);
	}

	/**
	 * What the application makes of a value.
	 *
	 * @param <T> type of the value
	 * @param tree the new value as it is written
	 * @param value the new value
	 */
	public record Next<T>(JsonNode tree, @Nullable T value) {
	}

}
