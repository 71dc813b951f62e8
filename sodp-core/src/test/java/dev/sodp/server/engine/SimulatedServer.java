// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.Proposal;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.simulation.SimulatedPeer;
import dev.sodp.simulation.SimulatedProcess;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The server's engine in a simulation: sessions instead of sockets, simulated time
 * instead of threads.
 */
public final class SimulatedServer implements SimulatedPeer {

	private final SimulatedProcess process;

	private final ServerEngine engine;

	private final SodpServerOptions options;

	private Duration tokenLifetime;

	private final List<Connection> connections = new ArrayList<>();

	private long alarm = Long.MAX_VALUE;

	/** Whether something is happening to the engine. */
	private boolean stepping;

	/** Whether presence of an earlier life has been removed. */
	private boolean accepting;

	private final Journal journal;

	private @Nullable Throwable failure;

	/**
	 * Starts a server with what its journal holds.
	 * @param tokenLifetime how long tokens are good for; zero for a server that asks for
	 * none
	 */
	public SimulatedServer(SimulatedProcess process, String life, Journal journal, SodpServerBuilder builder,
			Duration tokenLifetime, Consumer<CommittedChange> changes) {
		this.journal = journal;
		this.process = process;
		this.tokenLifetime = tokenLifetime;
		if (!tokenLifetime.isZero()) {
			builder.authenticator((token) -> {
				throw new IllegalStateException("The simulation answers itself");
			});
		}
		this.options = builder.options();
		this.engine = new ServerEngine(this.options, new Clock(), life, journal, this::compute,
				new ManualApplication());
		JournalListener answers = new Answers(this.engine.answers());
		if (journal instanceof SharedJournal shared) {
			shared.share(this.engine.cluster(this::step));
		}
		String epoch = journal.open(this.engine.logLimits(), this.engine.recovery(Long.MAX_VALUE), answers);
		this.engine.onChange(changes);
		now(() -> this.engine.opened(epoch, () -> this.accepting = true));
	}

	/** Something happens to the engine, now or when the process goes on. */
	private void event(Runnable action) {
		this.process.run(() -> now(action));
	}

	private void later(Duration delay, Runnable action) {
		this.process.after(delay, () -> now(action));
	}

	private void now(Runnable action) {
		if (this.stepping) {
			action.run();
			return;
		}
		this.stepping = true;
		try {
			action.run();
			settle();
		}
		finally {
			this.stepping = false;
		}
	}

	private void step(Runnable action) {
		if (this.stepping) {
			action.run();
			return;
		}
		try {
			now(() -> this.engine.step(action));
		}
		catch (RuntimeException | Error ex) {
			// A stage would keep it to itself.
			this.failure = ex;
			throw ex;
		}
	}

	/** Fails if anything has. */
	public void checkSound() {
		if (this.failure != null) {
			throw new AssertionError(this.failure.toString(), this.failure);
		}
	}

	@Override
	public Connection open(Receiver client) {
		Connection connection = this.engine.open(Peer.remote("simulated"), null,
				(session) -> new Connection(session, client));
		this.connections.add(connection);
		event(() -> {
		});
		return connection;
	}

	@Override
	public void mutate(String key, JsonNode value) {
		event(() -> this.engine.host().mutate(key, Edits.set(value), null, PendingResult.NONE));
	}

	private void compute(Computation computation) {
		later(Duration.ofMillis(1), () -> {
			computation.run();
			this.engine.computed(computation);
		});
	}

	@Override
	public JsonNode value(String key) {
		return this.engine.host().get(key).map(StateSnapshot::value).orElse(NullNode.getInstance());
	}

	/** The keys that exist, with their values. */
	public Map<String, JsonNode> contents() {
		Map<String, JsonNode> contents = new TreeMap<>();
		this.engine.names().all().forEach((key) -> contents.put(key, value(key)));
		return contents;
	}

	/** What each session watches. */
	public List<Set<String>> watched() {
		List<Set<String>> watched = new ArrayList<>();
		for (Connection connection : this.connections) {
			Set<String> names = new TreeSet<>(this.engine.keys(connection.session));
			SessionPrefixes prefixes = connection.session.prefixes();
			if (prefixes != null) {
				prefixes.watches().forEach((watch) -> names.add(watch.pattern()));
			}
			watched.add(names);
		}
		return watched;
	}

	/** The access policy's answers have changed; as the runtime checks them. */
	public void recheckAccess() {
		event(() -> {
			for (Session session : this.engine.accessChanged()) {
				later(Duration.ofMillis(1), () -> this.engine.recheckPrefixes(session));
				later(Duration.ofMillis(2), () -> {
					Set<String> denied = unreadable(session, this.engine.keys(session));
					this.engine.revoke(session, denied);
				});
			}
		});
	}

	/**
	 * Ends its sessions in groups and accepts no others.
	 * @param done called in the middle of a step, when none is left
	 */
	public void drain(Runnable done) {
		event(() -> {
			if (this.accepting) {
				this.accepting = false;
				this.engine.drain(done);
			}
		});
	}

	private Set<String> unreadable(Session session, Collection<String> keys) {
		return this.engine.access().unreadable(session, keys, (key, failure) -> {
			throw new AssertionError("The policy failed about " + key, failure);
		});
	}

	@Override
	public int sessions() {
		return this.engine.sessions().size();
	}

	@Override
	public int largestQueue() {
		int largest = 0;
		for (Connection connection : this.connections) {
			largest = Math.max(largest, connection.session.outbox().size());
		}
		return largest;
	}

	@Override
	public void stopExpiring() {
		this.tokenLifetime = Duration.ofDays(1);
	}

	@Override
	public boolean isAccepting() {
		return this.accepting && this.engine.refusal(Peer.remote("simulated"), null).isEmpty();
	}

	/** Where its state is. */
	public Journal journal() {
		return this.journal;
	}

	@Override
	public void kill() {
		this.process.kill();
		List.copyOf(this.connections).forEach((connection) -> connection.client.close(1006, "server killed"));
	}

	private void settle() {
		boolean wrote = true;
		while (wrote) {
			wrote = false;
			for (Connection connection : List.copyOf(this.connections)) {
				wrote |= connection.write();
			}
		}
		OptionalLong next = this.engine.nextTimer();
		if (next.isPresent() && next.getAsLong() < this.alarm) {
			this.alarm = next.getAsLong();
			this.process.at(this.alarm, () -> {
				this.alarm = Long.MAX_VALUE;
				now(this.engine::runTimers);
			});
		}
	}

	/** Answers of the journal, each followed by what it makes to be sent. */
	private final class Answers implements JournalListener {

		private final JournalListener target;

		Answers(JournalListener target) {
			this.target = target;
		}

		@Override
		public void committed(Proposal proposal, long version) {
			this.target.committed(proposal, version);
		}

		@Override
		public void committed(List<Commit> commits) {
			now(() -> this.target.committed(commits));
		}

		@Override
		public void conflict(Proposal proposal) {
			this.target.conflict(proposal);
		}

		@Override
		public void failed(Proposal proposal, JournalFailure failure) {
			this.target.failed(proposal, failure);
		}

	}

	private final class Clock implements ServerClock {

		@Override
		public long nanos() {
			return SimulatedServer.this.process.nanos();
		}

		@Override
		public Instant instant() {
			return SimulatedServer.this.process.instant();
		}

	}

	/** One session. */
	public final class Connection implements SessionPort, SimulatedPeer.ServerEnd {

		private final Session session;

		private final Receiver client;

		private final FrameReader reader = new FrameReader(SimulatedServer.this.options.maxValueBytes());

		private final FrameEncoder encoder = new FrameEncoder();

		/** Frames that are not read while the session is congested. */
		private final Queue<byte[]> unread = new ArrayDeque<>();

		private Connection(Session session, Receiver client) {
			this.session = session;
			this.client = client;
		}

		@Override
		public void received(byte[] message) {
			event(() -> {
				this.unread.add(message);
				read();
			});
		}

		private void read() {
			while (!this.unread.isEmpty() && !this.session.isCongested()) {
				Inbound message = this.reader.read(ByteBuffer.wrap(this.unread.remove()));
				SimulatedServer.this.engine.received(this.session, message,
						SimulatedServer.this.engine.access().ask(this.session, message));
			}
		}

		@Override
		public void resume() {
			event(() -> {
			});
		}

		@Override
		public void closed() {
			event(() -> {
				SimulatedServer.this.connections.remove(this);
				SimulatedServer.this.engine.closed(this.session);
			});
		}

		private boolean write() {
			boolean wrote = false;
			while (this.client.isWritable()) {
				OutboxItem item = this.session.outbox().poll();
				if (item == null) {
					break;
				}
				wrote = true;
				write(item);
			}
			if (this.session.isWaiting() && this.session.outbox().hasRoom()) {
				SimulatedServer.this.engine.pump(this.session);
				wrote |= !this.session.outbox().isEmpty() && this.client.isWritable();
			}
			int before = this.unread.size();
			read();
			return wrote || this.unread.size() != before;
		}

		private void write(OutboxItem item) {
			if (item instanceof OutboxItem.LiveDelta live) {
				this.client.write(live.delta().bytes());
			}
			else if (item instanceof OutboxItem.ReplayedDelta replayed) {
				this.client.write(replayed.delta().bytes());
			}
			else if (item instanceof OutboxItem.Single single) {
				this.client.write(this.encoder.encode(single.frame()));
			}
			else if (item instanceof OutboxItem.Close close) {
				this.client.close(close.code(), close.reason());
			}
		}

		@Override
		public void writable() {
		}

		@Override
		public void readable() {
		}

		@Override
		public void authenticate(String token) {
			later(Duration.ofMillis(3), () -> {
				if (token.startsWith("bad")) {
					SimulatedServer.this.engine.refused(this.session, "bad token");
				}
				else {
					SimulatedServer.this.engine.authenticated(this.session, new SodpIdentity(token, Map.of(),
							SimulatedServer.this.process.instant().plus(SimulatedServer.this.tokenLifetime)));
				}
			});
		}

		@Override
		public void disconnect(int code, String reason) {
			SimulatedServer.this.process.after(Duration.ZERO, () -> this.client.close(code, reason));
		}

		@Override
		public void unread(int answers) {
		}

		@Override
		public void evicted(String key) {
		}

		@Override
		public void failed(String what, Throwable cause) {
			throw new AssertionError(what + " failed", cause);
		}

		@Override
		public void proceedLater() {
			later(Duration.ZERO, () -> SimulatedServer.this.engine.pump(this.session));
		}

		@Override
		public void askAccess(long question, List<String> keys) {
			SimulatedServer.this.process.after(Duration.ofMillis(2), () -> {
				Set<String> denied = unreadable(this.session, keys);
				later(Duration.ofMillis(2),
						() -> SimulatedServer.this.engine.readable(this.session, question, keys, denied));
			});
		}

		@Override
		public void limited(String reason) {
		}

		@Override
		public void turnedAway(String reason) {
		}

		@Override
		public void oversized(int bytes, int limit) {
		}

	}

}
