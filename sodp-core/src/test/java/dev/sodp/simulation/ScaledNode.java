// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.engine.ApplicationCalls;
import dev.sodp.server.engine.Edits;
import dev.sodp.server.engine.FrameReader;
import dev.sodp.server.engine.Inbound;
import dev.sodp.server.engine.Interception;
import dev.sodp.server.engine.Invocation;
import dev.sodp.server.engine.Load;
import dev.sodp.server.engine.OutboxItem;
import dev.sodp.server.engine.PendingResult;
import dev.sodp.server.engine.ServerClock;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.server.engine.Session;
import dev.sodp.server.engine.SessionPort;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.shared.SharedLogJournal;
import dev.sodp.server.journal.shared.SharedLogSettings;
import dev.sodp.transport.Peer;
import tools.jackson.databind.JsonNode;

/**
 * A node of a cluster with as many sessions as memory allows: each is an object of the
 * engine with its outbox, which is emptied at once.
 */
final class ScaledNode {

	private final SimulatedTime time;

	private final ServerEngine engine;

	private final SharedLogJournal journal;

	private final FrameReader reader;

	private final FrameEncoder encoder = new FrameEncoder();

	/** Sessions with something in their outbox. */
	private final Queue<Port> writable = new ArrayDeque<>();

	private boolean stepping;

	private long alarm = Long.MAX_VALUE;

	private long deltas;

	private long snapshots;

	private long committed;

	/**
	 * Starts a node.
	 * @param store the log of the cluster
	 * @param name makes the identifiers of this node different from those of others
	 * @param mostSessions how many sessions it accepts
	 */
	ScaledNode(SimulatedStore store, String name, int mostSessions) {
		this.time = store.time();
		SodpServerOptions options = SodpServer.builder()
			.maxSessions(mostSessions)
			.heartbeatInterval(Duration.ofDays(1))
			.options();
		this.reader = new FrameReader(options.maxValueBytes());
		SimulatedLog log = new SimulatedLog(List.of(store), new SimulatedProcess(this.time), StoreFaults.none());
		int[] ids = { 0 };
		this.journal = new SharedLogJournal(log, new SharedLogSettings(Duration.ofSeconds(10), Duration.ofSeconds(2),
				Duration.ofSeconds(10), () -> name + "-" + ids[0]++));
		this.engine = new ServerEngine(options, new Clock(), name, this.journal, (computation) -> {
			throw new IllegalStateException("Nothing is large");
		}, new NoApplication());
		this.journal.share(this.engine.cluster(this::step));
		JournalListener answers = this.engine.answers();
		String epoch = log
			.promptly(() -> this.journal.open(this.engine.logLimits(), this.engine.recovery(Long.MAX_VALUE), answers));
		this.engine.opened(epoch, () -> {
		});
		settle();
	}

	/** As the runtime takes steps, one within another at once. */
	private void step(Runnable action) {
		if (this.stepping) {
			action.run();
			return;
		}
		this.stepping = true;
		try {
			this.engine.step(action);
		}
		finally {
			this.stepping = false;
		}
		settle();
	}

	private void settle() {
		for (Port next = this.writable.poll(); next != null; next = this.writable.poll()) {
			next.empty();
		}
		OptionalLong due = this.engine.nextTimer();
		if (due.isPresent() && due.getAsLong() < this.alarm) {
			this.alarm = due.getAsLong();
			this.time.at(this.alarm, () -> {
				this.alarm = Long.MAX_VALUE;
				step(this.engine::runTimers);
			});
		}
	}

	/** Opens a session that watches a key. */
	void watch(String key) {
		Inbound message = this.reader
			.read(ByteBuffer.wrap(this.encoder.encode(new Frame.Watch(Frame.CONTROL_STREAM, 1, List.of(key), null))));
		step(() -> {
			Port port = this.engine.open(Peer.remote("simulated"), null, Port::new);
			this.engine.received(port.session, message, this.engine.access().ask(port.session, message));
		});
	}

	void write(String key, JsonNode value) {
		step(() -> this.engine.host().mutate(key, Edits.set(value), null, new PendingResult() {
			@Override
			public void succeeded(long version) {
				ScaledNode.this.committed++;
			}

			@Override
			public void failed(RuntimeException failure) {
				throw failure;
			}
		}));
	}

	int sessions() {
		return this.engine.sessions().size();
	}

	int heldKeys() {
		return this.journal.cluster().heldKeys();
	}

	/** Changes that sessions have been sent. */
	long deltas() {
		return this.deltas;
	}

	/** Values that sessions have been sent. */
	long snapshots() {
		return this.snapshots;
	}

	/** Writes of this node that have succeeded. */
	long committed() {
		return this.committed;
	}

	private final class Clock implements ServerClock {

		@Override
		public long nanos() {
			return ScaledNode.this.time.nanos();
		}

		@Override
		public Instant instant() {
			return ScaledNode.this.time.instant();
		}

	}

	/** Where the socket of a session would be. */
	private final class Port implements SessionPort {

		private final Session session;

		private Port(Session session) {
			this.session = session;
		}

		@Override
		public void writable() {
			ScaledNode.this.writable.add(this);
		}

		private void empty() {
			for (OutboxItem item = this.session.outbox().poll(); item != null; item = this.session.outbox().poll()) {
				if (item instanceof OutboxItem.LiveDelta) {
					ScaledNode.this.deltas++;
				}
				else if (item instanceof OutboxItem.Single single && single.frame() instanceof Frame.StateInit) {
					ScaledNode.this.snapshots++;
				}
				else if (item instanceof OutboxItem.Close close) {
					throw new IllegalStateException("A session was closed: " + close.reason());
				}
			}
			if (this.session.isWaiting()) {
				ScaledNode.this.engine.pump(this.session);
			}
		}

		@Override
		public void readable() {
			// Everything was received.
		}

		@Override
		public void authenticate(String token) {
			throw new IllegalStateException("There is no authenticator");
		}

		@Override
		public void proceedLater() {
			ScaledNode.this.time.after(Duration.ZERO, () -> step(() -> ScaledNode.this.engine.pump(this.session)));
		}

		@Override
		public void askAccess(long question, List<String> keys) {
			throw new IllegalStateException("There is no policy");
		}

		@Override
		public void disconnect(int code, String reason) {
			throw new IllegalStateException("A session was disconnected: " + reason);
		}

		@Override
		public void evicted(String key) {
			// Followed by disconnect.
		}

		@Override
		public void unread(int answers) {
			// Followed by disconnect.
		}

		@Override
		public void oversized(int bytes, int limit) {
			// Followed by disconnect.
		}

		@Override
		public void limited(String reason) {
			throw new IllegalStateException(reason);
		}

		@Override
		public void turnedAway(String reason) {
			throw new IllegalStateException(reason);
		}

		@Override
		public void failed(String what, Throwable cause) {
			throw new IllegalStateException(what, cause);
		}

	}

	/** An application without code of its own. */
	private static final class NoApplication implements ApplicationCalls {

		@Override
		public void load(Load load) {
			throw new IllegalStateException("There is no loader");
		}

		@Override
		public void intercept(Interception interception) {
			throw new IllegalStateException("There is no interceptor");
		}

		@Override
		public void invoke(Invocation invocation) {
			throw new IllegalStateException("There is no method");
		}

		@Override
		public void failed(Object source, String what, Throwable cause) {
			throw new IllegalStateException(what, cause);
		}

	}

}
