// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames to a session, with whatever its container offers to gather several into
 * one write and to limit the time of a write. Used by one thread at a time.
 */
interface FrameWriter {

	/**
	 * Frames of this size and above are never waited for: a peer that does not read them
	 * would hold a thread, and a frame of its own gains nothing from being gathered.
	 */
	int LARGE = 16 * 1024;

	/** A peer that delays a write by more has its next frames sent without waiting. */
	long SLOW_NANOS = 50_000_000;

	/**
	 * Sends a frame.
	 * @param frame the message
	 * @param more whether another frame follows at once, so that this one may be gathered
	 * @param mayWait false on a thread of the container, which must not wait
	 * @return null if the frame has been gathered or the socket has taken it; otherwise
	 * completes when it has, and nothing else may be sent until then
	 * @throws IOException if the socket is broken, or the peer did not read in time
	 */
	@Nullable CompletableFuture<@Nullable Void> send(byte[] frame, boolean more, boolean mayWait) throws IOException;

	/**
	 * The peer answered a ping.
	 * @param nonce what it returned
	 */
	default void ponged(long nonce) {
	}

	/** The socket is closed: a send that is not complete never will be. */
	void closed();

	/** Whether a session is one of Tomcat, without loading a class of Tomcat. */
	static boolean isTomcat(Session session) {
		return session.getClass().getName().startsWith("org.apache.tomcat.websocket.WsSession");
	}

	static FrameWriter of(Session session, Patience patience) {
		return isTomcat(session) ? new BatchingFrameWriter(session, patience)
				: new AsyncFrameWriter(session.getAsyncRemote());
	}

}
