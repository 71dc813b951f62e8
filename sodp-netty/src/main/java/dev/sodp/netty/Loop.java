// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop with the sessions that have something to write.
 *
 * <p>
 * A mutation may have something for thousands of sessions. Each is linked into a list by
 * itself, and the first one wakes the loop, so that a mutation costs one wake-up and no
 * memory. The loop runs the writers after what it is doing, so that all that a session is
 * sent by then is one write; and after some of them it asks the operating system, which
 * takes what was written and brings what has arrived, before it goes on.
 *
 * <p>
 * No session is forgotten. It is linked first and looks whether the loop is scheduled
 * second; the loop says that it is not scheduled any more first and looks at the list
 * second.
 */
final class Loop {

	/** Writers that run before the operating system is asked. */
	private static final int CHUNK = 32;

	private static final Logger logger = LoggerFactory.getLogger(Loop.class);

	private final EventLoop executor;

	private final Scratch scratch = new Scratch();

	private final SharedFrame shared = new SharedFrame();

	/** The sessions that came last, the last one first. */
	private final AtomicReference<@Nullable WebSocketSession> arrived = new AtomicReference<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Runnable writing = this::write;

	/** The sessions that came before, in their order. Used on the loop only. */
	private @Nullable WebSocketSession first;

	private @Nullable WebSocketSession last;

	Loop(EventLoop executor) {
		this.executor = executor;
	}

	Scratch scratch() {
		return this.scratch;
	}

	SharedFrame shared() {
		return this.shared;
	}

	/**
	 * Runs a task on this loop, at once if this is its thread.
	 * @param task must not block; dropped if the loop has ended
	 */
	void run(Runnable task) {
		if (this.executor.inEventLoop()) {
			task.run();
		}
		else {
			execute(task);
		}
	}

	/**
	 * Runs a task on this loop, after what the loop is doing.
	 * @param task must not block; dropped if the loop has ended
	 */
	void later(Runnable task) {
		execute(task);
	}

	/**
	 * Has the writer of a session run. Called by any thread.
	 * @param session not linked already
	 */
	void schedule(WebSocketSession session) {
		WebSocketSession before;
		do {
			before = this.arrived.get();
			session.next(before);
		}
		while (!this.arrived.compareAndSet(before, session));
		if (!this.scheduled.get() && this.scheduled.compareAndSet(false, true)) {
			execute(this.writing);
		}
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Dropped a task, as the endpoint is stopped", ex);
		}
	}

	private void write() {
		takeArrived();
		for (int i = 0; i < CHUNK && this.first != null; i++) {
			WebSocketSession session = this.first;
			this.first = session.next();
			session.next(null);
			session.runWriter();
		}
		if (this.first != null || this.arrived.get() != null) {
			// Unlike a task that is executed, one that is due runs after the next I/O.
			this.executor.schedule(this.writing, 0, TimeUnit.NANOSECONDS);
			return;
		}
		this.shared.release();
		this.scheduled.set(false);
		if (this.arrived.get() != null && this.scheduled.compareAndSet(false, true)) {
			execute(this.writing);
		}
	}

	private void takeArrived() {
		WebSocketSession newest = this.arrived.getAndSet(null);
		if (newest == null) {
			return;
		}
		WebSocketSession oldest = null;
		for (WebSocketSession session = newest; session != null;) {
			WebSocketSession older = session.next();
			session.next(oldest);
			oldest = session;
			session = older;
		}
		if (this.first == null || this.last == null) {
			this.first = oldest;
		}
		else {
			this.last.next(oldest);
		}
		this.last = newest;
	}

}
