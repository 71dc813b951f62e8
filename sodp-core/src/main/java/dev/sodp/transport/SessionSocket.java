// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;

/**
 * An accepted WebSocket that a server session writes to. Its writing methods are called
 * by one thread at a time.
 *
 * <p>
 * A socket whose reader is a thread that others need, as in a web server, overrides the
 * default methods: it leaves what its peer does not take at once {@linkplain #isSending()
 * in progress} instead of waiting.
 */
public interface SessionSocket {

	/**
	 * Writes a binary message, possibly into a buffer.
	 * @param frame the message; shared with other sessions, must not be modified
	 * @throws IOException if the socket is broken
	 */
	void write(byte[] frame) throws IOException;

	/**
	 * Sends everything written so far. Called when the queue of the session has run
	 * empty.
	 * @throws IOException if the socket is broken
	 */
	void flush() throws IOException;

	/**
	 * Writes a binary message, possibly into a buffer. Not called while
	 * {@linkplain #isSending() a send is in progress}.
	 * @param frame the message; shared with other sessions, must not be modified
	 * @param mayWait false on a thread that must not wait for this socket
	 * @throws IOException if the socket is broken
	 */
	default void write(byte[] frame, boolean mayWait) throws IOException {
		write(frame);
	}

	/**
	 * Sends everything written so far. Not called while {@linkplain #isSending() a send
	 * is in progress}.
	 * @param mayWait false on a thread that must not wait for this socket
	 * @throws IOException if the socket is broken
	 */
	default void flush(boolean mayWait) throws IOException {
		flush();
	}

	/**
	 * Whether a write or flush has returned but the socket has not taken all of it. Then
	 * nothing else may be written until an action passed to {@link #whenSent} is run.
	 * @return true until then
	 */
	default boolean isSending() {
		return false;
	}

	/**
	 * Runs an action once no send is in progress any more, even if it failed.
	 * @param action must not block; runs on any thread, possibly before this returns
	 */
	default void whenSent(Runnable action) {
		action.run();
	}

	/**
	 * Whether the thread that passes messages to the {@link SessionInput} may wait until
	 * the peer has read answers to earlier ones.
	 * @return false if others need that thread
	 */
	default boolean mayReaderWait() {
		return true;
	}

	/**
	 * Stops passing messages to the {@link SessionInput}, so that the peer's wait in its
	 * socket. Called while a message is passed.
	 * @return false if the socket cannot do that
	 */
	default boolean suspendReading() {
		return false;
	}

	/** Goes on after {@link #suspendReading()} returned true. Called on any thread. */
	default void resumeReading() {
	}

	/**
	 * Closes the socket. May be called from any thread, even while a write blocks, and
	 * more than once.
	 * @param code WebSocket close code
	 * @param reason text for the peer, at most 123 bytes
	 */
	void close(int code, String reason);

}
