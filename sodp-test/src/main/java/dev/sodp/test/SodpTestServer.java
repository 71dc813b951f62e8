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
 * A SODP server for tests: a real server with a real WebSocket, on a port of the loopback
 * interface that stays the same across restarts. A test can set and read its state, wait
 * for what clients do to it, and simulate faults of the network and the server.
 *
 * <p>
 * Thread-safe. Methods that wait throw an {@link AssertionError} when the server's
 * patience is exhausted, after 30 s unless built with another value. For assertions, use
 * {@link SodpAssertions#assertThat(SodpTestServer)}.
 */
public sealed interface SodpTestServer extends AutoCloseable permits DefaultSodpTestServer {

	/** Default patience, 30 s. */
	Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

	/**
	 * Starts a server on a free port that does not require tokens.
	 * @return a listening server, to be closed after use
	 */
	static SodpTestServer start() {
		return builder().start();
	}

	/**
	 * Returns a builder for a server.
	 * @return a new builder
	 */
	static SodpTestServerBuilder builder() {
		return new SodpTestServerBuilder();
	}

	/**
	 * Returns the port that clients connect to.
	 * @return the port, which stays the same for as long as this server exists
	 */
	int port();

	/**
	 * Returns the address that clients connect to.
	 * @return an address such as {@code ws://localhost:40312}
	 */
	default String url() {
		return "ws://localhost:" + port();
	}

	/**
	 * Returns the underlying server, for anything this interface does not offer. Replaced
	 * by {@link #restartWithoutState()}.
	 * @return the server
	 */
	SodpServer server();

	/**
	 * Sets the mapper that converts the values that a test sets, reads and expects. In
	 * Spring tests, the mapper of the application context, if it has exactly one, is set
	 * automatically.
	 * @param mapper the mapper of the application under test
	 */
	void useJsonMapper(JsonMapper mapper);

	/**
	 * Replaces the value of a key.
	 * @param key the key
	 * @param value any value Jackson can serialize; null stores null
	 * @return the version after the write
	 */
	long set(String key, @Nullable Object value);

	/**
	 * Merges an object into the value of a key, recursively.
	 * @param key the key
	 * @param patch any value Jackson serializes as an object
	 * @return the version after the write
	 */
	long patch(String key, Object patch);

	/**
	 * Sets part of the value of a key.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @param value any value Jackson can serialize
	 * @return the version after the write
	 */
	long setIn(String key, String path, @Nullable Object value);

	/**
	 * Deletes a key.
	 * @param key the key
	 * @return the version of the deletion; 0 if the key did not exist
	 */
	long delete(String key);

	/**
	 * Returns the value of a key.
	 * @param key the key
	 * @return the value, which is the null node if the key holds null; empty if the key
	 * does not exist
	 */
	default Optional<JsonNode> get(String key) {
		return snapshot(key).map(StateSnapshot::value);
	}

	/**
	 * Returns the value of a key, converted to a class.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value; empty if the key does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value cannot be converted
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * Returns the value of a key, converted to a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type type of the value
	 * @return the value; empty if the key does not exist or holds null
	 * @throws tools.jackson.core.JacksonException if the value cannot be converted
	 */
	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Returns the value of a key with its version.
	 * @param key the key
	 * @return the snapshot; empty if the key does not exist
	 */
	Optional<StateSnapshot> snapshot(String key);

	/**
	 * Returns the existing keys.
	 * @return a sorted copy
	 */
	Set<String> keys();

	/**
	 * Waits until a key exists and its value meets a condition.
	 * @param key the key
	 * @param condition tested whenever the value may have changed
	 * @return the value that met the condition, with its version
	 * @throws AssertionError if the condition is not met before the patience of this
	 * server is exhausted
	 */
	StateSnapshot await(String key, Predicate<JsonNode> condition);

	/**
	 * Waits until a key exists and its converted value meets a condition.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param condition tested whenever the value may have changed; never called with null
	 * @return the value that met the condition
	 * @throws AssertionError if the condition is not met before the patience of this
	 * server is exhausted
	 */
	<T> T await(String key, Class<T> type, Predicate<T> condition);

	/**
	 * Returns the open sessions.
	 * @return a copy, oldest first
	 */
	List<SessionInfo> sessions();

	/**
	 * Waits until a given number of sessions is open.
	 * @param count the number of sessions
	 * @return the sessions
	 * @throws AssertionError if the number is not reached before the patience of this
	 * server is exhausted
	 */
	List<SessionInfo> awaitSessions(int count);

	/**
	 * Resets every connection, like a network failure: no close frame is sent, and what
	 * is in transit is lost. New connections are accepted immediately. Returns once the
	 * server has noticed.
	 */
	void cut();

	/**
	 * Resets the connection of a single session, like {@link #cut()}.
	 * @param session one of {@link #sessions()}
	 */
	void cut(SessionInfo session);

	/**
	 * Stops forwarding bytes in either direction, including WebSocket pings and
	 * heartbeats, like a network that drops all packets. Connections stay open; new ones
	 * can be opened but receive no answer. Bytes already in transit arrive.
	 */
	void stall();

	/** Forwards bytes again, starting with those held back by {@link #stall()}. */
	void resume();

	/** Resets new connections from now on. Open connections are not affected. */
	void refuse();

	/** Accepts new connections again. */
	void accept();

	/**
	 * Shuts down gracefully: closes all sessions with code 1001 and refuses connections
	 * until {@link #startAgain()} or a restart. State is kept, and can be read and
	 * written.
	 */
	void stop();

	/**
	 * Starts again after {@link #stop()}, on the same port and with its state.
	 */
	void startAgain();

	/**
	 * Restarts with its state, like a server that persists it: sessions are closed with
	 * code 1001, and presence ends with them. Values, versions, the log for RESUME and
	 * the epoch of HELLO are kept, so that clients receive only what changed (protocol
	 * section 6).
	 */
	default void restart() {
		stop();
		startAgain();
	}

	/**
	 * Restarts without its state, like a server that does not persist it: there are no
	 * keys, versions start at 1, and the epoch changes, so that clients receive
	 * everything again. Port and tokens are kept.
	 */
	void restartWithoutState();

	/**
	 * Issues a token.
	 * @param subject the subject of the token
	 * @return a token that is accepted until {@link #expireTokens()}
	 * @throws IllegalStateException if this server does not require tokens
	 */
	String issueToken(String subject);

	/**
	 * Accepts a token that was issued elsewhere until {@link #expireTokens()}.
	 * @param token the token
	 * @param subject the subject of the token
	 * @throws IllegalStateException if this server does not require tokens
	 */
	void acceptToken(String token, String subject);

	/**
	 * Expires every token issued or accepted so far: their sessions receive ERROR 401 and
	 * are closed with code 4401, and the tokens are refused from now on.
	 * @throws IllegalStateException if this server does not require tokens
	 */
	void expireTokens();

	/**
	 * Returns what clients wrote since the start or the last {@link #forgetWrites()}, in
	 * the order of arrival. Does not include writes of the test itself.
	 * @return a copy
	 */
	List<RecordedWrite> writes();

	/**
	 * Returns what clients wrote to a key.
	 * @param key the key
	 * @return as {@link #writes()}
	 */
	default List<RecordedWrite> writes(String key) {
		return writes().stream().filter((write) -> write.key().equals(key)).toList();
	}

	/** Discards the recorded writes of clients; state is not affected. */
	void forgetWrites();

	/**
	 * Undoes what a test did to this server: stalls, refusals and stops end, expired
	 * tokens are accepted again, recorded writes are discarded, and keys are deleted.
	 * Keys that hold the presence of a connected client are kept, because the client
	 * would not register it again.
	 */
	void reset();

	/** Closes this server for good. Does nothing if it is already closed. */
	@Override
	void close();

	/**
	 * Returns whether this server has been closed.
	 * @return true after {@link #close()}
	 */
	boolean isClosed();

}
