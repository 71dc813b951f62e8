// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * An accepted WebSocket that belongs to an event loop: one thread that reads and writes
 * many sockets, so that nothing may hold it up.
 *
 * <p>
 * On that thread the socket is {@linkplain SessionAcceptor#accept accepted}, passes its
 * messages to the {@link SessionInput}, and is written to. A session does there what is
 * done quickly. What computes for long, or calls code of the application, it does on a
 * thread of the server.
 *
 * <p>
 * Only {@link #schedule}, {@link #resumeReading}, {@link #whenSent} and {@link #close}
 * may be called on another thread. None of the methods may block.
 */
public interface EventLoopSocket extends SessionSocket {

	/**
	 * Has the session's writer run on the event loop, after what the loop is doing right
	 * now, so that what is queued until then is sent together.
	 * @param writer always the same for a socket; not passed again before it has begun to
	 * run. Dropped if the socket is closed by then
	 */
	void schedule(Runnable writer);

	/**
	 * Passes no further message to the {@link SessionInput}, not even one that has been
	 * read already, until {@link #resumeReading()}. Called on the event loop.
	 * @return true
	 */
	@Override
	boolean suspendReading();

	@Override
	void resumeReading();

	@Override
	boolean isSending();

	@Override
	void whenSent(Runnable action);

	@Override
	default boolean mayReaderWait() {
		return false;
	}

}
