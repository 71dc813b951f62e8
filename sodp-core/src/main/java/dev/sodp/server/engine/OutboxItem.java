// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.Frame;

/**
 * One thing a session's writer has to do.
 */
public sealed interface OutboxItem {

	/**
	 * A live DELTA, encoded once for all subscribers.
	 *
	 * @param delta the message
	 */
	record LiveDelta(EncodedDelta delta) implements OutboxItem {
	}

	/**
	 * A DELTA from a log, part of the answer to RESUME.
	 *
	 * @param delta the message
	 */
	record ReplayedDelta(EncodedDelta delta) implements OutboxItem {
	}

	/**
	 * A frame for this session only. It is encoded by the writer, because a snapshot may
	 * be large and the state is locked while it is queued.
	 *
	 * @param frame the frame
	 */
	record Single(Frame frame) implements OutboxItem {
	}

	/**
	 * The end: nothing follows.
	 *
	 * @param code WebSocket close code
	 * @param reason text for the peer
	 */
	record Close(int code, String reason) implements OutboxItem {
		public Close {
			reason = CloseCode.reason(reason);
		}
	}

}
