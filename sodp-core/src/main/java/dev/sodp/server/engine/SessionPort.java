// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

/**
 * What the engine asks of the shell around a session. Called in the middle of an engine
 * step: an implementation only records the request and acts after the step.
 */
public interface SessionPort {

	/** The outbox has something to write. */
	void writable();

	/** Frames that were not read for unanswered calls may be read again. */
	void readable();

	/**
	 * Asks the authenticator about a token; the answer goes to
	 * {@link ServerEngine#authenticated} or {@link ServerEngine#refused}.
	 * @param token what the client sent
	 */
	void authenticate(String token);

	/** Has {@link ServerEngine#proceed} called in a step of its own. */
	void proceedLater();

	/**
	 * Asks the access policy whether the session may read keys; the answer goes to
	 * {@link ServerEngine#readable}.
	 * @param question the number of the question
	 * @param keys the keys
	 */
	void askAccess(long question, List<String> keys);

	/**
	 * Closes the socket now, even if frames have not been written.
	 * @param code WebSocket close code
	 * @param reason text for the peer
	 */
	void disconnect(int code, String reason);

	/**
	 * The session was too slow; followed by {@link #disconnect}.
	 * @param key the key whose delta did not fit
	 */
	void evicted(String key);

	/**
	 * The client sent requests and did not read the answers; followed by
	 * {@link #disconnect}.
	 * @param answers number of frames that wait for the client
	 */
	void unread(int answers);

	/**
	 * The client sent too large a message; followed by the end of the session.
	 * @param bytes size of the message
	 * @param limit the largest size allowed
	 */
	void oversized(int bytes, int limit);

	/**
	 * The session has reached a limit, and was told so.
	 * @param reason which limit
	 */
	void limited(String reason);

	/**
	 * There is no room for a session of this client; followed by the end of the session.
	 * @param reason what there is too much of
	 */
	void turnedAway(String reason);

	/**
	 * The server or the application failed while it handled a request of this session,
	 * which goes on.
	 * @param what names the method that failed, or the access policy; nothing that a
	 * client can choose
	 * @param cause the failure
	 */
	void failed(String what, Throwable cause);

}
