// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpServer;
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
 * server's patience, 30 s unless built with another one. Use
 * {@link SodpAssertions#assertThat(SodpTestServer)} for assertions.
 */
public sealed interface SodpTestServer extends AutoCloseable permits DefaultSodpTestServer {

	/** How long is waited by default, 30 s. */
	Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

	/**
	 * Starts a server on a free port that asks for no tokens.
	 * @return listening already; to be closed after use
	 */
	static SodpTestServer start() {
		return builder().start();
	}

	/**
	 * Builds a server in code.
	 * @return a new builder
	 */
	static SodpTestServerBuilder builder() {
		return new SodpTestServerBuilder();
	}

	/**
	 * The port clients connect to.
	 * @return the same for as long as this server exists
	 */
	int port();

	/**
	 * The address clients connect to.
	 * @return such as {@code ws://localhost:40312}
	 */
	default String url() {
		return "ws://localhost:" + port();
	}

	/**
	 * The server inside, for everything that has no method here. Another one after
	 * {@link #restartWithoutState()}.
	 * @return the server
	 */
	SodpServer server();

	/**
	 * Converts values with another mapper from now on: those that a test sets, reads and
	 * expects. With Spring this is done already, with the mapper of the application
	 * context if it has one.
	 * @param mapper the mapper of the application under test
	 */
	void useJsonMapper(JsonMapper mapper);

	/**
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value anything Jackson can write; null stores null
	 * @return the version after the write
	 */
	long set(String key, @Nullable Object value);

	/**
	 * Merges an object into the value of a key, recursively.
	 * @param key the key
	 * @param patch anything Jackson writes as an object
	 * @return the version after the write
	 */
	long patch(String key, Object patch);

	/**
	 * Sets a part of the value of a key.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value anything Jackson can write
	 * @return the version after the write
	 */
	long setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes a key.
	 * @param key the key
	 * @return the version of the removal, 0 if there was nothing to remove
	 */
	long delete(String key);

	/**
	 * Reads a key.
	 * @param key the key
	 * @return its value, the null node if it holds null, or empty if it does not exist
	 */
	default Optional<JsonNode> get(String key) {
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
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * Reads a key as an object of a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return empty if the key does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Reads a key with its version.
	 * @param key the key
	 * @return empty if the key does not exist
	 */
	Optional<StateSnapshot> snapshot(String key);

	/**
	 * The existing keys.
	 * @return a copy, sorted
	 */
	Set<String> keys();

	/**
	 * Waits until a key exists and its value is as it should be.
	 * @param key the key
	 * @param condition asked about the value whenever it may have changed
	 * @return the value that met the condition, with its version
	 * @throws AssertionError after the patience of this server
	 */
	StateSnapshot await(String key, Predicate<JsonNode> condition);

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
	<T> T await(String key, Class<T> type, Predicate<T> condition);

	/**
	 * The open sessions.
	 * @return a copy, oldest first
	 */
	List<SessionInfo> sessions();

	/**
	 * Waits until a number of sessions are open.
	 * @param count how many
	 * @return the sessions
	 * @throws AssertionError after the patience of this server
	 */
	List<SessionInfo> awaitSessions(int count);

	/**
	 * Resets every connection, as a network does that breaks down: no close frame is
	 * sent, and what was on its way is lost. New connections are accepted at once.
	 * Returns when the server has noticed.
	 */
	void cut();

	/**
	 * Resets the connection of one session, like {@link #cut()}.
	 * @param session one of {@link #sessions()}
	 */
	void cut(SessionInfo session);

	/**
	 * Lets no byte pass in either direction, WebSocket pings and heartbeats included, as
	 * a network does that has become a black hole. Connections stay open, and new ones
	 * can be opened but get no answer. What was under way arrives.
	 */
	void stall();

	/** Lets bytes pass again, those first that were held up. */
	void resume();

	/** Resets new connections from now on. Those that are open go on. */
	void refuse();

	/** Accepts new connections again. */
	void accept();

	/**
	 * Goes down in order: closes all sessions with code 1001 and refuses connections
	 * until {@link #startAgain()} or a restart. State is kept, and can be read and
	 * written.
	 */
	void stop();

	/**
	 * Comes up again after {@link #stop()}, on the same port, with the state it had.
	 */
	void startAgain();

	/**
	 * Restarts with its state, as a server that persists it: sessions are closed with
	 * code 1001, and presence ends with them. Values, versions, the log for RESUME and
	 * the epoch of HELLO are kept, so that clients are sent only what changed.
	 */
	default void restart() {
		stop();
		startAgain();
	}

	/**
	 * Restarts as a server that keeps nothing: no keys, versions from 1 again, another
	 * epoch, so that clients are sent everything anew. Port and tokens stay as they are.
	 */
	void restartWithoutState();

	/**
	 * Issues a token.
	 * @param subject whom it is for
	 * @return accepted until {@link #expireTokens()}
	 * @throws IllegalStateException if this server asks for no tokens
	 */
	String issueToken(String subject);

	/**
	 * Accepts a token from elsewhere until {@link #expireTokens()}.
	 * @param token the token
	 * @param subject whom it belongs to
	 * @throws IllegalStateException if this server asks for no tokens
	 */
	void acceptToken(String token, String subject);

	/**
	 * Expires every token issued or accepted so far: their sessions are told ERROR 401
	 * and closed with code 4401, and they are refused from now on.
	 * @throws IllegalStateException if this server asks for no tokens
	 */
	void expireTokens();

	/**
	 * What clients wrote since the start or the last {@link #forgetWrites()}, in the
	 * order in which it arrived. Writes of the test itself are not among them.
	 * @return a copy
	 */
	List<RecordedWrite> writes();

	/**
	 * What clients wrote to a key.
	 * @param key the key
	 * @return as {@link #writes()}
	 */
	default List<RecordedWrite> writes(String key) {
		return writes().stream().filter((write) -> write.key().equals(key)).toList();
	}

	/** Forgets what clients wrote so far; state is not touched. */
	void forgetWrites();

	/**
	 * Ends what a test did to this server: stalling, refusing and stopping are undone,
	 * expired tokens accepted again, recorded writes forgotten, and keys removed. Keys
	 * that hold the presence of a connected client stay, since it would not register
	 * again.
	 */
	void reset();

	/** Stops for good. */
	@Override
	void close();

	/**
	 * Whether this server was stopped for good.
	 * @return true after {@link #close()}
	 */
	boolean isClosed();

}
