// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;

/**
 * Notified of what happens to a {@link Link}. Called by one thread at a time;
 * {@link #closed} is the last call.
 */
public interface LinkListener {

	/**
	 * Called when the WebSocket is open.
	 * @param link the same link that {@code connect} returns
	 */
	void opened(Link link);

	/**
	 * Called with a complete binary message.
	 * @param message the bytes, valid only during this call
	 */
	void received(ByteBuffer message);

	/**
	 * Called when a text message, a ping or a pong arrives: the peer is alive, but there
	 * is nothing for SODP.
	 */
	void alive();

	/**
	 * Called when the link has ended or could not be opened.
	 * @param end how it ended
	 */
	void closed(LinkEnd end);

}
