// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.server.ServerStatistics;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateListener;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.engine.CloseCode;
import dev.sodp.server.engine.Edits;
import dev.sodp.server.engine.FrameReader;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.PathEdits;
import dev.sodp.server.engine.Paths;
import dev.sodp.server.engine.ServerClock;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.state.StatePath;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connects a {@link ServerEngine} to threads, sockets and time.
 */
public final class DefaultSodpServer implements SodpServer {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private static final String STOPPED = "The server is stopped";

	private final SodpServerOptions options;

	private final ServerThreads threads;

	private final EngineDriver driver;

	private final HostValues values;

	private final ChangeListeners listeners;

	private final LimitWarnings limits = new LimitWarnings(System::nanoTime);

	private final Set<SessionConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile State state = State.STARTED;

	private DefaultSodpServer(SodpServerOptions options, ServerClock clock, String epoch) {
		this.options = options;
		this.threads = new ServerThreads(options.executor());
		ServerEngine engine = new ServerEngine(options, clock, epoch);
		this.driver = new EngineDriver(engine, clock, this.threads);
		this.listeners = new ChangeListeners(this.driver::afterStep);
		engine.onChange(this.listeners);
		engine.onFull((reason) -> this.limits.full(reason, this.driver::afterStep));
		this.values = new HostValues(options.jsonMapper());
	}

	public static SodpServer create(SodpServerOptions options) {
		return new DefaultSodpServer(options, new SystemClock(), UUID.randomUUID().toString());
	}

	@Override
	public void start() {
		this.driver.run((engine) -> {
			checkOpen();
			this.state = State.STARTED;
		});
	}

	@Override
	public void stop() {
		this.driver.run((engine) -> {
			if (this.state == State.STARTED) {
				this.state = State.STOPPED;
				engine.closeAll(CloseCode.GOING_AWAY, STOPPED);
			}
		});
	}

	@Override
	public void close() {
		stop();
		this.driver.run((engine) -> this.state = State.CLOSED);
		if (!awaitConnections()) {
			this.connections.forEach((connection) -> connection.close(CloseCode.GOING_AWAY, STOPPED));
		}
		this.driver.close();
		this.threads.shutdown();
	}

	@Override
	public SessionInput accept(SessionSocket socket, Peer peer) {
		Objects.requireNonNull(socket, "socket must not be null");
		Objects.requireNonNull(peer, "peer must not be null");
		Admission admission = this.driver.call((engine) -> {
			if (this.state != State.STARTED) {
				return new Admission(null, CloseCode.GOING_AWAY, STOPPED);
			}
			Optional<String> full = engine.refusal(peer);
			if (full.isPresent()) {
				return new Admission(null, CloseCode.FULL, full.get());
			}
			SessionConnection opened = engine.open(peer, (session) -> new SessionConnection(this.driver,
					new FrameReader(this.options.maxValueBytes()), this.options.authenticator(), socket, session));
			this.connections.add(opened);
			return new Admission(opened, 0, "");
		});
		SessionConnection connection = admission.connection();
		if (connection == null) {
			if (admission.code() == CloseCode.FULL) {
				this.limits.refused(peer, admission.reason());
			}
			socket.close(admission.code(), admission.reason());
			return ClosedInput.INSTANCE;
		}
		connection.finished().thenRun(() -> this.connections.remove(connection));
		return connection;
	}

	@Override
	public int maxMessageBytes() {
		return this.options.maxValueBytes() + CodecLimits.ENVELOPE_BYTES;
	}

	@Override
	public Optional<StateSnapshot> get(String key) {
		return this.driver.call((engine) -> engine.get(key));
	}

	@Override
	public Set<String> keys() {
		return this.driver.call(ServerEngine::keys);
	}

	@Override
	public long set(String key, @Nullable Object value) {
		return mutate(key, Edits.set(this.values.convert(value)));
	}

	@Override
	public long patch(String key, Object patch) {
		return mutate(key, Edits.patch(this.values.convertPatch(patch)));
	}

	@Override
	public long setIn(String key, String path, @Nullable Object value) {
		return mutate(key, PathEdits.set(Paths.parse(path), this.values.convert(value)));
	}

	@Override
	public long removeIn(String key, String path) {
		Objects.requireNonNull(key, "key must not be null");
		StatePath parsed = Paths.parse(path);
		return this.driver.change((engine) -> {
			checkOpen();
			return engine.removeIn(key, parsed);
		});
	}

	@Override
	public long append(String key, @Nullable Object value) {
		return mutate(key, Edits.append(this.values.convert(value), 0));
	}

	@Override
	public long append(String key, @Nullable Object value, int maxLength) {
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be at least 1 (was " + maxLength + ")");
		}
		return mutate(key, Edits.append(this.values.convert(value), maxLength));
	}

	@Override
	public long delete(String key) {
		return mutate(key, Edits.delete());
	}

	@Override
	public Registration listen(StateListener listener) {
		return this.listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
	}

	@Override
	public List<SessionInfo> sessions() {
		return this.driver.call(ServerEngine::sessions);
	}

	@Override
	public ServerStatistics statistics() {
		return this.driver.call(ServerEngine::statistics);
	}

	@Override
	public int expire(Predicate<SodpIdentity> identities) {
		Objects.requireNonNull(identities, "identities must not be null");
		return this.driver.call((engine) -> engine.expire(identities));
	}

	private long mutate(String key, Mutation mutation) {
		Objects.requireNonNull(key, "key must not be null");
		return this.driver.change((engine) -> {
			checkOpen();
			return engine.mutate(key, mutation);
		});
	}

	private void checkOpen() {
		if (this.state == State.CLOSED) {
			throw new IllegalStateException("The server is closed");
		}
	}

	private boolean awaitConnections() {
		CompletableFuture<?>[] finished = this.connections.stream()
			.map(SessionConnection::finished)
			.toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.allOf(finished).get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException | ExecutionException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** A session, or why there is none. */
	private record Admission(@Nullable SessionConnection connection, int code, String reason) {
	}

	/** Guarded by the lock of the state. */
	private enum State {

		/** Sessions are accepted. */
		STARTED,

		/** Sessions are refused until the next start. */
		STOPPED,

		/** Stopped for good. */
		CLOSED

	}

}
