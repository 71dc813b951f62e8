// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.Queue;

import dev.sodp.server.engine.PendingMutation.Phase;

/**
 * Begins the calls of each session in their order: one after the one before it has been
 * decided, whether that is answered or not.
 */
final class CallOrder {

	private final MutationPipeline pipeline;

	/** Sessions whose next call may begin. */
	private final Queue<Session> ready = new ArrayDeque<>();

	CallOrder(MutationPipeline pipeline) {
		this.pipeline = pipeline;
	}

	void submit(Session session, PendingMutation call) {
		if (session.calls().isBlocked()) {
			session.calls().enqueue(call);
		}
		else {
			this.pipeline.submit(call);
			if (call.phase() == Phase.WAITING) {
				session.calls().blockOn(call);
			}
		}
	}

	/**
	 * A mutation is decided, so that the next one of its session may begin.
	 * @param decided a mutation of whatever origin
	 */
	void decided(PendingMutation decided) {
		Session session = decided.session();
		if (session != null && session.calls().unblock(decided)) {
			this.ready.add(session);
		}
	}

	/** Whether {@link #run()} has something to do. */
	boolean isReady() {
		return !this.ready.isEmpty();
	}

	/** Begins what has become ready. */
	void run() {
		for (Session session = this.ready.poll(); session != null; session = this.ready.poll()) {
			PendingMutation next = session.calls().next();
			while (next != null) {
				submit(session, next);
				next = session.calls().next();
			}
		}
	}

}
