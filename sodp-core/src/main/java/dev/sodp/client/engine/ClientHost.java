// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Instant;

import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionState;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a {@link ClientEngine} asks of the shell around it. No method blocks, runs
 * application code, or calls back into the engine before it returns.
 */
public interface ClientHost {

	/** Time since an arbitrary moment, never negative. */
	long nanoTime();

	/** Time of day, for humans. */
	Instant now();

	/** Obtain a token and report it with the number of the attempt. */
	void obtainToken(long attempt);

	/** Open a link and report what happens to it with the number of the attempt. */
	void open(long attempt);

	/** Details of the link that is being opened, for the report of a failure. */
	default String linkDetails() {
		return "";
	}

	/** Send a frame on the open link. */
	void send(Frame frame);

	/** Send a WebSocket ping on the open link. */
	void ping();

	/**
	 * Close the link of the current attempt, opened or not; whatever it still reports is
	 * ignored.
	 */
	void closeLink(int code, String reason);

	/** Drop the link of the current attempt without waiting for the peer. */
	void abortLink();

	/**
	 * Keep the link of the current attempt open while another one is opened; whatever it
	 * still reports is ignored.
	 */
	void keepLink();

	/** Close the link that was kept. */
	void closeKeptLink();

	/** Notify listeners of a change of state, and log it. */
	void stateChanged(ConnectionState previous);

	/** The first session since the start is live. */
	void sessionReady();

	/** No session can become live any more. */
	void neverReady(Throwable reason);

	/** Complete a call with the RESULT's data. */
	<T> void complete(PendingCall<T> call, JsonNode data);

	/** Fail a call. */
	void fail(PendingCall<?> call, Throwable reason);

	/**
	 * Have the application compute what an update writes, on a thread of its own, and
	 * report it with the update.
	 */
	void compute(PendingUpdate<?> update, JsonNode current);

	/** Run a task that may run continuations of the application. */
	void settle(Runnable completion);

	/** Pass an event to a subscriber. */
	void deliver(Subscriber subscriber, KeyEvent event);

	/** The view of a prefix is complete, after its last event has been passed on. */
	default void viewed(Subscriber subscriber) {
	}

	/** Notify listeners that the server refused a key. */
	void denied(String key, int code, String message);

	/** Notify the error listener. */
	void report(ClientError error);

	/** Shorthand for {@link #report}. */
	default void report(ClientError.Source source, @Nullable Integer code, @Nullable String key, @Nullable Long version,
			String message, @Nullable Throwable cause) {
		report(new ClientError(source, code, key, version, message, cause));
	}

}
