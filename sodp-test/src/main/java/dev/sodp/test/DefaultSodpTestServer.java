// SPDX-License-Identifier: Apache-2.0

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
import dev.sodp.state.ValueWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Combines a server, its socket and the simulated network in front of it.
 */
final class DefaultSodpTestServer implements SodpTestServer {

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

	DefaultSodpTestServer(int port, @Nullable TokenAuthority tokens, Duration patience, JsonMapper jsonMapper,
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

	private SodpServer newServer() {
		SodpServerBuilder builder = SodpServer.builder().name("sodp-test").jsonMapper(this.jsonMapper);
		builder.authenticator(this.tokens);
		this.customizers.forEach((customizer) -> customizer.accept(builder));
		SodpServer created = builder.build();
		created.listen((change) -> this.signal.raise());
		return created;
	}

	@Override
	public int port() {
		return this.network.port();
	}

	@Override
	public SodpServer server() {
		return this.server;
	}

	@Override
	public void useJsonMapper(JsonMapper mapper) {
		this.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
	}

	@Override
	public long set(String key, @Nullable Object value) {
		return this.server.set(key, tree(value));
	}

	@Override
	public long patch(String key, Object patch) {
		return this.server.patch(key, tree(patch));
	}

	@Override
	public long setIn(String key, String path, @Nullable Object value) {
		return this.server.setIn(key, path, tree(value));
	}

	@Override
	public long delete(String key) {
		return this.server.delete(key);
	}

	@Override
	public <T> Optional<T> get(String key, Class<T> type) {
		return get(key).map((value) -> object(value, type));
	}

	@Override
	public <T> Optional<T> get(String key, TypeReference<T> type) {
		return get(key).map((value) -> this.jsonMapper.treeToValue(value, this.jsonMapper.constructType(type)));
	}

	@Override
	public Optional<StateSnapshot> snapshot(String key) {
		return this.server.get(key);
	}

	@Override
	public Set<String> keys() {
		return this.server.keys();
	}

	@Override
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

	@Override
	public <T> T await(String key, Class<T> type, Predicate<T> condition) {
		AtomicReference<@Nullable T> met = new AtomicReference<>();
		await(key, (value) -> {
			T converted = object(value, type);
			met.set(converted);
			return converted != null && condition.test(converted);
		});
		return Objects.requireNonNull(met.get());
	}

	@Override
	public List<SessionInfo> sessions() {
		return this.server.sessions();
	}

	@Override
	public List<SessionInfo> awaitSessions(int count) {
		AtomicReference<@Nullable List<SessionInfo>> seen = new AtomicReference<>();
		boolean inTime = await(this.patience, () -> {
			List<SessionInfo> sessions = sessions();
			seen.set(sessions);
			return sessions.size() == count;
		});
		if (!inTime) {
			throw new AssertionError("Expected " + count + " sessions within " + Signal.print(this.patience)
					+ "; open sessions: " + seen.get());
		}
		return Objects.requireNonNull(seen.get());
	}

	@Override
	public void cut() {
		awaitGone(this.network.cutAll());
	}

	@Override
	public void cut(SessionInfo session) {
		this.network.cut(session.peer());
		awaitGone(Set.of(session.peer()));
	}

	private void awaitGone(Set<String> peers) {
		await(this.patience, () -> sessions().stream().noneMatch((session) -> peers.contains(session.peer())));
	}

	@Override
	public void stall() {
		this.network.stall(true);
	}

	@Override
	public void resume() {
		this.network.stall(false);
	}

	@Override
	public void refuse() {
		this.network.refuse(true);
	}

	@Override
	public void accept() {
		this.network.refuse(false);
	}

	@Override
	public void stop() {
		refuse();
		this.server.stop();
	}

	@Override
	public void startAgain() {
		this.server.start();
		accept();
	}

	@Override
	public void restartWithoutState() {
		refuse();
		SodpServer old = this.server;
		this.server = newServer();
		old.close();
		this.signal.raise();
		accept();
	}

	@Override
	public String issueToken(String subject) {
		return tokens().issue(subject);
	}

	@Override
	public void acceptToken(String token, String subject) {
		tokens().accept(token, subject);
	}

	@Override
	public void expireTokens() {
		tokens().expireAll();
		this.server.expire((identity) -> true);
	}

	private TokenAuthority tokens() {
		if (this.tokens == null) {
			throw new IllegalStateException(
					"This server does not require tokens: use requireToken(true) or @EmbeddedSodp(requireToken = true)");
		}
		return this.tokens;
	}

	@Override
	public List<RecordedWrite> writes() {
		return this.log.all();
	}

	@Override
	public void forgetWrites() {
		this.log.clear();
	}

	@Override
	public void reset() {
		new Checkpoint(this).restore();
	}

	@Override
	public void close() {
		this.closed = true;
		this.network.stall(false);
		this.network.refuse(true);
		this.server.close();
		this.network.close();
		this.host.close();
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	Duration patience() {
		return this.patience;
	}

	/**
	 * Returns a value as it is sent over the network.
	 * @param value any value Jackson can serialize
	 * @return the tree; the null node for null
	 */
	JsonNode tree(@Nullable Object value) {
		return ValueWriter.write(value, this.jsonMapper);
	}

	<T> @Nullable T object(JsonNode value, Class<T> type) {
		return this.jsonMapper.treeToValue(value, type);
	}

	Set<String> keysWithPresence() {
		return this.log.keysWithPresence();
	}

	/** Undoes everything except changes of the state. */
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
