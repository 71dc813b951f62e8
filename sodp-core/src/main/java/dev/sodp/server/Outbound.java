package dev.sodp.server;

import dev.sodp.protocol.Frame;

/**
 * One thing a session's writer has to do.
 */
sealed interface Outbound {

	/**
	 * A live DELTA, encoded once for all subscribers.
	 *
	 * @param delta the message
	 */
	record LiveDelta(EncodedDelta delta) implements Outbound {
	}

	/**
	 * A DELTA out of a log, part of the answer to RESUME.
	 *
	 * @param delta the message
	 */
	record ReplayedDelta(EncodedDelta delta) implements Outbound {
	}

	/**
	 * A frame for this session alone. It is encoded by the writer, because a snapshot may
	 * be large and the state is locked while it is queued.
	 *
	 * @param frame the frame
	 */
	record Single(Frame frame) implements Outbound {
	}

	/**
	 * The end: nothing follows.
	 *
	 * @param code WebSocket close code
	 * @param reason text for the peer
	 */
	record Close(int code, String reason) implements Outbound {
		public Close {
			reason = CloseCode.reason(reason);
		}
	}

}
