// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.lang.reflect.Type;
import java.nio.file.Path;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sodp.internal.MethodNames;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.server.ServerStatistics;
import dev.sodp.server.ServerWrites;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpMethodHandler;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateListener;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.engine.ApplicationPart;
import dev.sodp.server.engine.CloseCode;
import dev.sodp.server.engine.KeyNames;
import dev.sodp.server.engine.MemoryJournal;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.ServerClock;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.transport.EventLoopSocket;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/**
 * Connects a {@link ServerEngine} to threads, sockets and time.
 */
public final class DefaultSodpServer extends HostWrites implements SodpServer {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private static final String STOPPED = "The server is stopped";

	/** What a stored state may take of the heap, so that there is room to work. */
	private static final long MOST_RECOVERED_BYTES = Runtime.getRuntime().maxMemory() / 10 * 8;

	private static final Logger log = LoggerFactory.getLogger(DefaultSodpServer.class);

	private final SodpServerOptions options;

	private final ServerThreads threads;

	private final LargeTasks largeTasks;

	private final EngineDriver driver;

	private final Journal journal;

	/** The same if the state is shared with other servers, or null. */
	private final @Nullable SharedJournal shared;

	private final ChangeListeners listeners;

	private final AccessRecheck recheck;

	private final KeyNames names;

	private final TokenVerifications verifications;

	private final LimitWarnings limits = new LimitWarnings(System::nanoTime);

	private final ApplicationFailures failures;

	private final ApplicationPart application;

	/** Of the sessions of an event loop, by its thread. */
	private final ThreadLocal<Codec> ofLoops;

	private final Set<SessionConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile State state = State.STARTED;

	/** Guarded by the lock of the state. */
	private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

	private DefaultSodpServer(SodpServerOptions options, ServerThreads threads, LargeTasks largeTasks,
			EngineDriver driver, HostValues values, Journal journal, ApplicationFailures failures) {
		super(new HostCalls(driver, options.callTimeout()), values, null);
		this.options = options;
		this.threads = threads;
		this.largeTasks = largeTasks;
		this.driver = driver;
		this.journal = journal;
		this.shared = (journal instanceof SharedJournal sharedJournal) ? sharedJournal : null;
		this.failures = failures;
		this.application = new ApplicationPart(options, driver.call(ServerEngine::access));
		this.ofLoops = ThreadLocal.withInitial(() -> new Codec(options.maxValueBytes()));
		this.names = driver.call(ServerEngine::names);
		this.verifications = new TokenVerifications(options.authenticator(), driver::execute);
		this.recheck = new AccessRecheck(driver);
		this.listeners = new ChangeListeners(driver::afterStep);
		driver.run((engine) -> engine.onFull((reason) -> this.limits.full(reason, driver::afterStep)));
	}

	/**
	 * Builds and starts a server.
	 * @param options what to build it with
	 * @return the server
	 * @throws JournalException if the journal cannot be opened
	 */
	public static SodpServer create(SodpServerOptions options) {
		String life = UUID.randomUUID().toString();
		Supplier<? extends Journal> journals = options.journal();
		Journal journal = (journals != null) ? journals.get() : new MemoryJournal(life);
		ServerThreads threads = new ServerThreads(options.executor());
		ServerClock clock = new SystemClock();
		LargeTasks largeTasks = new LargeTasks();
		HostValues values = new HostValues(options.jsonMapper(), options.maxValueBytes());
		ApplicationFailures failures = new ApplicationFailures(System::nanoTime);
		EngineDriver driver = new EngineDriver((created) -> new ServerEngine(options, clock, life, journal,
				new LargeComputations(created, largeTasks), new ApplicationThreads(created, values, failures)), clock,
				threads);
		open(journal, driver, options);
		return new DefaultSodpServer(options, threads, largeTasks, driver, values, journal, failures);
	}

	/** Returns when no one is present who is gone. */
	private static void open(Journal journal, EngineDriver driver, SodpServerOptions options) {
		CompletableFuture<Void> clean = new CompletableFuture<>();
		JournalListener answers = new JournalSteps(driver, driver.call(ServerEngine::answers));
		if (journal instanceof SharedJournal shared) {
			shared.share(driver.call((engine) -> engine.cluster(driver::step)));
		}
		String epoch = journal.open(driver.call(ServerEngine::logLimits),
				driver.call((engine) -> engine.recovery(MOST_RECOVERED_BYTES)), answers);
		warnIfFull(driver.call(ServerEngine::statistics), options);
		try {
			driver.run((engine) -> engine.opened(epoch, () -> clean.complete(null)));
			clean.get(options.callTimeout().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException | InterruptedException ex) {
			driver.close();
			journal.close();
			throw new JournalException(
					"The presence of former sessions could not be removed: " + journal.status().refusal(),
					"Make the journal writable and start again.", ex);
		}
	}

	private static void warnIfFull(ServerStatistics recovered, SodpServerOptions options) {
		if (recovered.valueBytes() > options.maxTotalBytes()) {
			log.warn(
					"The stored state takes {} bytes of the heap, the limit is {}: no logs are kept for clients that"
							+ " reconnect, and writes that need more room are refused",
					recovered.valueBytes(), options.maxTotalBytes());
		}
	}

	@Override
	public void start() {
		this.driver.run((engine) -> {
			checkOpen();
			this.state = State.STARTED;
			engine.cancelDraining();
		});
	}

	@Override
	public CompletableFuture<Void> drain() {
		return this.driver.call((engine) -> {
			if (this.state == State.STARTED) {
				this.state = State.DRAINING;
				CompletableFuture<Void> begun = new CompletableFuture<>();
				this.drained = begun;
				engine.drain(() -> this.driver.afterStep(() -> begun.complete(null)));
			}
			return this.drained.copy();
		});
	}

	@Override
	public void stop() {
		this.driver.run((engine) -> {
			if (this.state == State.STARTED || this.state == State.DRAINING) {
				this.state = State.STOPPED;
				engine.closeAll(CloseCode.GOING_AWAY, STOPPED);
			}
		});
	}

	@Override
	public void close() {
		stop();
		this.driver.run((engine) -> this.state = State.CLOSED);
		calls().close();
		if (!awaitConnections()) {
			this.connections.forEach((connection) -> connection.close(CloseCode.GOING_AWAY, STOPPED));
		}
		this.driver.run(ServerEngine::abandonApplication);
		this.journal.close();
		this.driver.close();
		this.threads.shutdown();
	}

	@Override
	public SessionInput accept(SessionSocket socket, Peer peer) {
		return accept(socket, peer, null);
	}

	@Override
	public SessionInput accept(SessionSocket socket, Peer peer, @Nullable SodpIdentity identity) {
		Objects.requireNonNull(socket, "socket must not be null");
		Objects.requireNonNull(peer, "peer must not be null");
		Admission admission = this.driver.call((engine) -> {
			if (this.state != State.STARTED && !(this.state == State.DRAINING && peer.trusted())) {
				return new Admission(null, CloseCode.GOING_AWAY, STOPPED);
			}
			Optional<String> full = engine.refusal(peer, identity);
			if (full.isPresent()) {
				return new Admission(null, CloseCode.FULL, full.get());
			}
			SessionConnection opened = engine.open(peer, identity,
					(session) -> new SessionConnection(this.driver, codec(socket), this.largeTasks, this.verifications,
							engine.access(), this.application, this.limits, this.failures, socket, session));
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
		return connection.input();
	}

	private Codec codec(SessionSocket socket) {
		return (socket instanceof EventLoopSocket) ? this.ofLoops.get() : new Codec(this.options.maxValueBytes());
	}

	@Override
	public int maxMessageBytes() {
		return this.options.maxValueBytes() + CodecLimits.ENVELOPE_BYTES;
	}

	@Override
	public Optional<StateSnapshot> get(String key) {
		Optional<StateSnapshot> known = this.driver.call((engine) -> engine.host().get(key));
		boolean complete = this.options.loaders().isEmpty() && this.shared == null;
		return (known.isPresent() || complete) ? known : calls().read(key);
	}

	@Override
	public CompletableFuture<Optional<StateSnapshot>> getAsync(String key) {
		return calls().readAsync(key);
	}

	@Override
	public long reload(String key) {
		return calls().reload(key);
	}

	@Override
	public CompletableFuture<Long> reloadAsync(String key) {
		return calls().reloadAsync(key);
	}

	@Override
	public Set<String> keys() {
		return (this.shared != null) ? calls().keys(this.shared) : this.names.all();
	}

	@Override
	public List<String> keys(String prefix, @Nullable String after, int limit) {
		Objects.requireNonNull(prefix, "prefix must not be null");
		if (limit < 1) {
			throw new IllegalArgumentException("limit must be at least 1 (was " + limit + ")");
		}
		return (this.shared != null) ? calls().keys(this.shared, prefix, after, limit)
				: this.names.list(prefix, after, limit);
	}

	@Override
	public ServerWrites ifVersion(long version) {
		if (version < 0) {
			throw new IllegalArgumentException("version must not be negative (was " + version + ")");
		}
		return new HostWrites(calls(), values(), version);
	}

	@Override
	public <T> long update(String key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return calls().update(key, updating(type, function));
	}

	@Override
	public <T> long update(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function) {
		return calls().update(key, updating(type.getType(), function));
	}

	@Override
	public <T> CompletableFuture<Long> updateAsync(String key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return calls().updateAsync(key, updating(type, function));
	}

	@Override
	public <T> CompletableFuture<Long> updateAsync(String key, TypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return calls().updateAsync(key, updating(type.getType(), function));
	}

	private <T> Mutation updating(Type type, UnaryOperator<@Nullable T> function) {
		Objects.requireNonNull(function, "function must not be null");
		return values().update(values().type(type), function);
	}

	@Override
	public SodpServerOptions options() {
		return this.options;
	}

	@Override
	public JournalStatus journal() {
		return this.journal.status();
	}

	@Override
	public Optional<ClusterStatus> cluster() {
		return Optional.ofNullable(this.shared).map(SharedJournal::cluster);
	}

	@Override
	public boolean holds(String key) {
		Objects.requireNonNull(key, "key must not be null");
		return this.driver.call((engine) -> engine.host().holds(key));
	}

	@Override
	public Registration listen(StateListener listener) {
		Registration registration = this.listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
		// Only now, as a change costs less where no one listens.
		this.driver.run((engine) -> engine.onChange(this.listeners));
		return registration;
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

	@Override
	public boolean closeSession(long id) {
		return this.driver.call((engine) -> engine.close(id));
	}

	@Override
	public void addMethod(String name, SodpMethodHandler handler) {
		Objects.requireNonNull(handler, "handler must not be null");
		String checked = MethodNames.check(name);
		this.driver.run((engine) -> engine.addMethod(checked, handler));
	}

	@Override
	public int recheckAccess() {
		return this.recheck.run();
	}

	@Override
	public void exportTo(Path file) {
		if (this.shared != null) {
			throw new IllegalStateException("This node does not hold the whole state: back up what keeps it for the"
					+ " cluster, with its own means");
		}
		StateExport export = new StateExport(Objects.requireNonNull(file, "file must not be null"));
		this.driver.checkMayWait();
		export.write(this.driver.call((engine) -> engine.host().copy()));
	}

	@Override
	public int importFrom(Path file) {
		Objects.requireNonNull(file, "file must not be null");
		this.driver.checkMayWait();
		this.driver.run((engine) -> checkOpen());
		return new StateImport(this.driver, this.options, calls(), file).run();
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

		/** Sessions of trusted peers are accepted. */
		DRAINING,

		/** Sessions are refused until the next start. */
		STOPPED,

		/** Stopped for good. */
		CLOSED

	}

}
