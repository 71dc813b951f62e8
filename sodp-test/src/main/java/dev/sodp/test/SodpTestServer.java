package dev.sodp.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.StateSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A SODP server for tests: a real one, on a real WebSocket, on a port of the loopback
 * interface that stays the same across restarts. A test sets and reads its state, waits
 * for what clients do to it, and does to clients what networks and operators do.
 *
 * <p>
 * Thread-safe. Methods that wait give up with an {@link AssertionError} after the
 * server's patience, 10 s unless built with another one. Use
 * {@link SodpAssertions#assertThat(SodpTestServer)} for assertions.
 */
public final class SodpTestServer implements AutoCloseable {

	/** How long is waited by default, 10 s. */
	public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

	private final @Nullable TokenAuthority tokens;

	private final Duration patience;

	private volatile JsonMapper jsonMapper;

	private final List<Consumer<SodpServerBuilder>> customizers;

	private final Signal signal = new Signal();

	private final WriteLog log = new WriteLog(this.signal);

	private final WebSocketHost host;

	private final Network network;

	private volatile SodpServer server;

	private volatile boolean closed;

	SodpTestServer(int port, @Nullable TokenAuthority tokens, Duration patience, JsonMapper jsonMapper,
			List<Consumer<SodpServerBuilder>> customizers) {
		this.tokens = tokens;
		this.patience = patience;
		this.jsonMapper = jsonMapper;
		this.customizers = customizers;
		this.server = newServer();
		AtomicReference<@Nullable Network> front = new AtomicReference<>();
		this.host = WebSocketHost.start(
				(socket, peer) -> RecordedSession.accept(this.server, socket, peer, this.log, this.signal),
				(clientPort) -> Objects.requireNonNull(front.get()).clientAt(clientPort));
		try {
			this.network = new Network(port, this.host.getPort());
		}
		catch (RuntimeException ex) {
			this.host.close();
			this.server.close();
			throw ex;
		}
		front.set(this.network);
	}

	/**
	 * Starts a server on a free port that asks for no tokens.
	 * @return listening already; to be closed after use
	 */
	public static SodpTestServer start() {
		return builder().start();
	}

	public static SodpTestServerBuilder builder() {
		return new SodpTestServerBuilder();
	}

	private SodpServer newServer() {
		SodpServerBuilder builder = SodpServer.builder().name("sodp-test").jsonMapper(this.jsonMapper);
		builder.authenticator(this.tokens);
		this.customizers.forEach((customizer) -> customizer.accept(builder));
		SodpServer created = builder.build();
		created.listen((change) -> this.signal.raise());
		return created;
	}

	/**
	 * The port clients connect to.
	 * @return the same for as long as this server exists
	 */
	public int port() {
		return this.network.port();
	}

	/**
	 * The address clients connect to.
	 * @return such as {@code ws://localhost:40312}
	 */
	public String url() {
		return "ws://localhost:" + port();
	}

	/**
	 * The server inside, for everything that has no method here. Another one after
	 * {@link #restartWithoutState()}.
	 * @return the server
	 */
	public SodpServer server() {
		return this.server;
	}

	/**
	 * Converts values with another mapper from now on: those that a test sets, reads and
	 * expects. With Spring this is done already, with the mapper of the application
	 * context if it has one.
	 * @param mapper the mapper of the application under test
	 */
	public void useJsonMapper(JsonMapper mapper) {
		this.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
	}

	/**
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value anything Jackson can write; null stores null
	 * @return the version after the write
	 */
	public long set(String key, @Nullable Object value) {
		return this.server.set(key, tree(value));
	}

	/**
	 * Merges an object into the value of a key, recursively.
	 * @param key the key
	 * @param patch anything Jackson writes as an object
	 * @return the version after the write
	 */
	public long patch(String key, Object patch) {
		return this.server.patch(key, tree(patch));
	}

	/**
	 * Sets a part of the value of a key.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value anything Jackson can write
	 * @return the version after the write
	 */
	public long setIn(String key, String path, @Nullable Object value) {
		return this.server.setIn(key, path, tree(value));
	}

	/**
	 * Removes a key.
	 * @param key the key
	 * @return the version of the removal, 0 if there was nothing to remove
	 */
	public long delete(String key) {
		return this.server.delete(key);
	}

	/**
	 * Reads a key.
	 * @param key the key
	 * @return its value, the null node if it holds null, or empty if it does not exist
	 */
	public Optional<JsonNode> get(String key) {
		return snapshot(key).map(StateSnapshot::value);
	}

	/**
	 * Reads a key as an object.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return empty if the key does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	public <T> Optional<T> get(String key, Class<T> type) {
		return get(key).map((value) -> object(value, type));
	}

	/**
	 * Reads a key as an object of a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return empty if the key does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	public <T> Optional<T> get(String key, TypeReference<T> type) {
		return get(key).map((value) -> this.jsonMapper.treeToValue(value, this.jsonMapper.constructType(type)));
	}

	/**
	 * Reads a key with its version.
	 * @param key the key
	 * @return empty if the key does not exist
	 */
	public Optional<StateSnapshot> snapshot(String key) {
		return this.server.get(key);
	}

	/**
	 * The existing keys.
	 * @return a copy, sorted
	 */
	public Set<String> keys() {
		return this.server.keys();
	}

	/**
	 * Waits until a key exists and its value is as it should be.
	 * @param key the key
	 * @param condition asked about the value whenever it may have changed
	 * @return the value that met the condition, with its version
	 * @throws AssertionError after the patience of this server
	 */
	public StateSnapshot await(String key, Predicate<JsonNode> condition) {
		AtomicReference<@Nullable StateSnapshot> met = new AtomicReference<>();
		boolean inTime = await(this.patience, () -> {
			met.set(snapshot(key).filter((snapshot) -> condition.test(snapshot.value())).orElse(null));
			return met.get() != null;
		});
		StateSnapshot snapshot = met.get();
		if (!inTime || snapshot == null) {
			throw new AssertionError("The value of '" + key + "' did not meet the condition within "
					+ Signal.print(this.patience) + "; " + Descriptions.of(key, snapshot(key)));
		}
		return snapshot;
	}

	/**
	 * Waits until a key exists and its value, as an object, is as it should be.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param condition asked about the value whenever it may have changed; never about
	 * null
	 * @return the value that met the condition
	 * @throws AssertionError after the patience of this server
	 */
	public <T> T await(String key, Class<T> type, Predicate<T> condition) {
		AtomicReference<@Nullable T> met = new AtomicReference<>();
		await(key, (value) -> {
			T converted = object(value, type);
			met.set(converted);
			return converted != null && condition.test(converted);
		});
		return Objects.requireNonNull(met.get());
	}

	/**
	 * The open sessions.
	 * @return a copy, oldest first
	 */
	public List<SessionInfo> sessions() {
		return this.server.sessions();
	}

	/**
	 * Waits until a number of sessions are open.
	 * @param count how many
	 * @return the sessions
	 * @throws AssertionError after the patience of this server
	 */
	public List<SessionInfo> awaitSessions(int count) {
		AtomicReference<@Nullable List<SessionInfo>> seen = new AtomicReference<>();
		boolean inTime = await(this.patience, () -> {
			List<SessionInfo> sessions = sessions();
			seen.set(sessions);
			return sessions.size() == count;
		});
		if (!inTime) {
			throw new AssertionError("There were not " + count + " sessions within " + Signal.print(this.patience)
					+ "; open are " + seen.get());
		}
		return Objects.requireNonNull(seen.get());
	}

	/**
	 * Resets every connection, as a network does that breaks down: no close frame is
	 * sent, and what was on its way is lost. New connections are accepted at once.
	 * Returns when the server has noticed.
	 */
	public void cut() {
		awaitGone(this.network.cutAll());
	}

	/**
	 * Resets the connection of one session, like {@link #cut()}.
	 * @param session one of {@link #sessions()}
	 */
	public void cut(SessionInfo session) {
		this.network.cut(session.peer());
		awaitGone(Set.of(session.peer()));
	}

	private void awaitGone(Set<String> peers) {
		await(this.patience, () -> sessions().stream().noneMatch((session) -> peers.contains(session.peer())));
	}

	/**
	 * Lets no byte pass in either direction, WebSocket pings and heartbeats included, as
	 * a network does that has become a black hole. Connections stay open, and new ones
	 * can be opened but get no answer. What was under way arrives.
	 */
	public void stall() {
		this.network.stall(true);
	}

	/** Lets bytes pass again, those first that were held up. */
	public void resume() {
		this.network.stall(false);
	}

	/** Resets new connections from now on. Those that are open go on. */
	public void refuse() {
		this.network.refuse(true);
	}

	/** Accepts new connections again. */
	public void accept() {
		this.network.refuse(false);
	}

	/**
	 * Goes down in order: closes all sessions with code 1001 and refuses connections
	 * until {@link #startAgain()} or a restart. State is kept, and can be read and
	 * written.
	 */
	public void stop() {
		refuse();
		this.server.stop();
	}

	/**
	 * Comes up again after {@link #stop()}, on the same port, with the state it had.
	 */
	public void startAgain() {
		this.server.start();
		accept();
	}

	/**
	 * Restarts with its state, as a server that persists it: sessions are closed with
	 * code 1001, and presence ends with them. Values, versions, the log for RESUME and
	 * the epoch of HELLO are kept, so that clients are sent only what changed.
	 */
	public void restart() {
		stop();
		startAgain();
	}

	/**
	 * Restarts as a server that keeps nothing: no keys, versions from 1 again, another
	 * epoch, so that clients are sent everything anew. Port and tokens stay as they are.
	 */
	public void restartWithoutState() {
		refuse();
		SodpServer old = this.server;
		this.server = newServer();
		old.close();
		this.signal.raise();
		accept();
	}

	/**
	 * Issues a token.
	 * @param subject whom it is for
	 * @return accepted until {@link #expireTokens()}
	 * @throws IllegalStateException if this server asks for no tokens
	 */
	public String issueToken(String subject) {
		return tokens().issue(subject);
	}

	/**
	 * Accepts a token from elsewhere until {@link #expireTokens()}.
	 * @param token the token
	 * @param subject whom it belongs to
	 * @throws IllegalStateException if this server asks for no tokens
	 */
	public void acceptToken(String token, String subject) {
		tokens().accept(token, subject);
	}

	/**
	 * Expires every token issued or accepted so far: their sessions are told ERROR 401
	 * and closed with code 4401, and they are refused from now on.
	 * @throws IllegalStateException if this server asks for no tokens
	 */
	public void expireTokens() {
		tokens().expireAll();
		this.server.expire((identity) -> true);
	}

	private TokenAuthority tokens() {
		if (this.tokens == null) {
			throw new IllegalStateException(
					"This server asks for no tokens; build it with requireToken(true), or use @EmbeddedSodp(requireToken = true)");
		}
		return this.tokens;
	}

	/**
	 * What clients wrote since the start or the last {@link #forgetWrites()}, in the
	 * order in which it arrived. Writes of the test itself are not among them.
	 * @return a copy
	 */
	public List<RecordedWrite> writes() {
		return this.log.all();
	}

	/**
	 * What clients wrote to a key.
	 * @param key the key
	 * @return as {@link #writes()}
	 */
	public List<RecordedWrite> writes(String key) {
		return writes().stream().filter((write) -> write.key().equals(key)).toList();
	}

	/** Forgets what clients wrote so far; state is not touched. */
	public void forgetWrites() {
		this.log.clear();
	}

	/**
	 * Ends what a test did to this server: stalling, refusing and stopping are undone,
	 * expired tokens accepted again, recorded writes forgotten, and keys removed. Keys
	 * that hold the presence of a connected client stay, since it would not register
	 * again.
	 */
	public void reset() {
		new Checkpoint(this).restore();
	}

	/** Stops for good. */
	@Override
	public void close() {
		this.closed = true;
		this.network.stall(false);
		this.network.refuse(true);
		this.server.close();
		this.network.close();
		this.host.close();
	}

	boolean isClosed() {
		return this.closed;
	}

	Duration patience() {
		return this.patience;
	}

	/**
	 * What a value looks like on the wire.
	 * @param value anything Jackson can write
	 * @return the null node for null
	 */
	JsonNode tree(@Nullable Object value) {
		return (value instanceof JsonNode node) ? node : this.jsonMapper.valueToTree(value);
	}

	<T> @Nullable T object(JsonNode value, Class<T> type) {
		return this.jsonMapper.treeToValue(value, type);
	}

	Set<String> keysWithPresence() {
		return this.log.keysWithPresence();
	}

	/** Undoes everything but changes of the state. */
	void endFaults() {
		resume();
		startAgain();
		if (this.tokens != null) {
			this.tokens.renewAll();
		}
		forgetWrites();
	}

	boolean await(Duration timeout, BooleanSupplier condition) {
		return this.signal.await(condition, timeout);
	}

}
