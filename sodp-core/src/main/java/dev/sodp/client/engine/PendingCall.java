// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A CALL that has not ended yet.
 *
 * @param <T> type that its RESULT is converted to
 */
public final class PendingCall<T> implements Request {

	/** Name of the argument that makes a call conditional. */
	public static final String IF_VERSION = "if_version";

	private final String id;

	private String method;

	private boolean withdrawal;

	private long sentAt;

	private final ObjectNode args;

	private final long deadline;

	private final Function<JsonNode, T> reader;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	/** Bytes it takes up in the queue. */
	private final int size;

	private int timesSent;

	private boolean ineffective;

	/** The history of the server that the version in its condition belongs to. */
	private @Nullable String history;

	private boolean givenUp;

	private long givenUpAt;

	private @Nullable Runnable unconfirmed;

	private Consumer<SodpException> withoutEffect = (reason) -> {
	};

	PendingCall(String id, String method, ObjectNode args, int size, long deadline, Function<JsonNode, T> reader) {
		this.id = id;
		this.method = method;
		this.args = args;
		this.size = size;
		this.deadline = deadline;
		this.reader = reader;
	}

	public String id() {
		return this.id;
	}

	public String method() {
		return this.method;
	}

	public ObjectNode args() {
		return this.args;
	}

	/** The key in its arguments, if there is one. */
	@Nullable String key() {
		JsonNode state = this.args.get("state");
		return (state != null && state.isString()) ? state.stringValue() : null;
	}

	/**
	 * Whether it is applied to one version of the key only. Methods of other servers may
	 * mean something else by the argument.
	 */
	boolean isConditional() {
		return this.args.hasNonNull(IF_VERSION) && this.method.startsWith("state.");
	}

	/**
	 * Whether it names a version of an existing key, which has a meaning in one history.
	 */
	private boolean namesVersion() {
		return isConditional() && this.args.path(IF_VERSION).longValue(1) != 0;
	}

	/** Its condition is about this history, unless an earlier one is known. */
	void basedOn(@Nullable String newHistory) {
		if (this.history == null) {
			this.history = newHistory;
		}
	}

	/** Whether its condition is about another history than this one. */
	boolean isBasedOnOther(@Nullable String current) {
		return namesVersion() && this.history != null && !this.history.equals(current);
	}

	int size() {
		return this.size;
	}

	long deadline() {
		return this.deadline;
	}

	boolean isSent() {
		return this.timesSent > 0;
	}

	/**
	 * Turns it into the withdrawal of a presence, whose method depends on the server it
	 * is sent to.
	 */
	PendingCall<T> asWithdrawal() {
		this.withdrawal = true;
		return this;
	}

	/** Whether it was sent in an earlier session too, which may have applied it. */
	boolean isRepeated() {
		return this.timesSent > 1;
	}

	/** It is about to be sent to a server with these capabilities. */
	void markSent(long now, Capabilities capabilities) {
		this.timesSent++;
		this.sentAt = now;
		if (this.withdrawal) {
			this.method = capabilities.has(Feature.REMOVE_IN) ? "state.remove_in" : "state.set_in";
		}
	}

	long sentAt() {
		return this.sentAt;
	}

	/**
	 * The caller's future has failed for lack of an answer; the server may still send
	 * one.
	 */
	void giveUp(long now) {
		this.givenUp = true;
		this.givenUpAt = now;
	}

	boolean isIneffective() {
		return this.ineffective;
	}

	boolean isGivenUp() {
		return this.givenUp;
	}

	@Override
	public long overAfter() {
		return this.givenUp ? this.givenUpAt + Request.OWED_FOR : Deadlines.NEVER;
	}

	/** Registers an action to run if the call turns out to have had no effect. */
	void ifWithoutEffect(Consumer<SodpException> action) {
		this.withoutEffect = action;
	}

	/**
	 * Does something if the server says that it does not know the outcome.
	 * @param action called in a step of the engine
	 */
	void ifUnconfirmed(Runnable action) {
		this.unconfirmed = action;
	}

	void wasUnconfirmed() {
		if (this.unconfirmed != null) {
			this.unconfirmed.run();
		}
	}

	/** The call was refused or never sent. */
	void hadNoEffect(SodpException reason) {
		this.ineffective = true;
		this.withoutEffect.accept(reason);
	}

	/** Whether the caller has given up on it. */
	boolean isAbandoned() {
		return this.future.isDone();
	}

	public CompletableFuture<T> future() {
		return this.future;
	}

	/** The version in the data of a RESULT, if there is one. */
	public static OptionalLong version(JsonNode data) {
		JsonNode version = data.path("version");
		return version.canConvertToLong() ? OptionalLong.of(version.longValue()) : OptionalLong.empty();
	}

	/** Completes the future; runs continuations, so never called by the engine itself. */
	public void complete(JsonNode data) {
		T result;
		try {
			result = this.reader.apply(data);
		}
		catch (RuntimeException ex) {
			this.future.completeExceptionally(ex);
			return;
		}
		this.future.complete(result);
	}

	@Override
	public String toString() {
		String key = key();
		return (key != null) ? this.method + " of '" + key + "'" : this.method;
	}

}
