// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;

/**
 * What happens to a {@link Link}. Called by one thread at a time; nothing follows
 * {@link #closed}.
 */
public interface LinkListener {

	/**
	 * The WebSocket is open.
	 * @param link the same link that {@code connect} returns
	 */
	void opened(Link link);

	/**
	 * A whole binary message arrived.
	 * @param message the bytes, valid only during this call
	 */
	void received(ByteBuffer message);

	/**
	 * A text message, a ping or a pong arrived: a sign of life without content for SODP.
	 */
	void alive();

	/**
	 * The link is gone, or never came to be.
	 * @param end how it ended
	 */
	void closed(LinkEnd end);

}
