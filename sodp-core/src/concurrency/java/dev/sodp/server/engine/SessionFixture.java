// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.SodpServerOptions;
import dev.sodp.transport.Peer;

/**
 * A session that an engine does not know and so sets no timers for. What an engine step
 * does to it a test does with these methods, in a step.
 */
public final class SessionFixture {

	/** Position of the sequence number in a frame whose numbers are small. */
	private static final int SEQ = 3;

	private SessionFixture() {
	}

	/** Opens a session. */
	public static Session open(SodpServerOptions options, ServerClock clock, SessionPort port) {
		Session session = new Session(1, "test", Peer.trusted("test"), null, options, clock);
		session.attach(port);
		return session;
	}

	/** Queues a frame. */
	public static void fanOut(Session session) {
		if (!session.isEnded()) {
			byte[] frame = new byte[SEQ + 1];
			frame[SEQ] = (byte) session.nextSeq();
			session.outbox().offer(new OutboxItem.LiveDelta(new EncodedDelta(frame)));
			session.port().writable();
		}
	}

	/** Queues the end. */
	public static void close(Session session) {
		session.outbox().finish(new OutboxItem.Close(CloseCode.GOING_AWAY, ""));
		session.port().writable();
		session.phase(Session.Phase.ENDED);
	}

	/** Number of the frame among those of its session, in the order they were queued. */
	public static int seq(byte[] frame) {
		return frame[SEQ];
	}

	/** Number of frames queued so far. */
	public static long queued(Session session) {
		return session.nextSeq() - 1;
	}

}
