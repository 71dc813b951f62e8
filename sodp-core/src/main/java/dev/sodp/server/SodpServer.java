// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;

/**
 * Hosts state for SODP clients inside an application (protocol section 7). Holds no
 * socket of its own: a WebSocket container passes accepted ones to {@link #accept}.
 * Thread-safe; no method except {@link #close()} waits for a client.
 *
 * <p>
 * Writes by the hosting application skip authentication, the {@link AccessPolicy} and
 * rate limits, but not the {@link StateValidator}. They throw
 * {@link StateRejectedException} if the key, the path or the value is invalid,
 * {@link IllegalStateException} if the server is closed or the caller is an
 * {@link AccessPolicy} or {@link StateValidator}, and take effect before they return.
 */
public interface SodpServer extends SessionAcceptor, AutoCloseable {

	/**
	 * Starts building a server.
	 * @return a builder with the default options
	 */
	static SodpServerBuilder builder() {
		return new SodpServerBuilder();
	}

	/**
	 * Accepts sessions again after {@link #stop()}. A new server is already started.
	 * @throws IllegalStateException if the server is closed
	 */
	void start();

	/** Closes all sessions with code 1001 and refuses new ones. State is kept. */
	void stop();

	/**
	 * Stops for good. Waits up to two seconds for clients to read what has been sent to
	 * them.
	 */
	@Override
	void close();

	/**
	 * Begins a session on a socket that has just been accepted. A stopped or closed
	 * server closes the socket with code 1001.
	 * @param socket the socket to write to
	 * @param peer the other end of the socket
	 * @return where the container reports what arrives
	 */
	@Override
	SessionInput accept(SessionSocket socket, Peer peer);

	/**
	 * Returns the value of a key.
	 * @param key the key
	 * @return a snapshot; empty if the key does not exist
	 */
	Optional<StateSnapshot> get(String key);

	/**
	 * Returns the keys that exist.
	 * @return a copy, sorted
	 */
	Set<String> keys();

	/**
	 * Replaces the value of a key.
	 * @param key the key, see {@link dev.sodp.state.StateKeys#check}
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the version after the write
	 * @throws StateRejectedException if the key or the value is invalid, the value is too
	 * large, the {@link StateValidator} refuses it, or there is no room for it
	 * ({@link SodpServerBuilder#maxTotalBytes}, {@link SodpServerBuilder#maxKeys}); if
	 * the value has no representation in the protocol, with an
	 * {@link dev.sodp.state.InvalidValueException} as its cause
	 */
	long set(String key, @Nullable Object value);

	/**
	 * Merges an object into the value of a key. Objects are merged recursively; arrays
	 * and scalars are replaced, and null is stored as null.
	 * @param key the key
	 * @param patch anything Jackson can write as a JSON object
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the patch is not an object
	 */
	long patch(String key, Object patch);

	/**
	 * Sets a part of the value of a key. Missing parents are created.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @param value any value Jackson can write as JSON; {@code null} stores null
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if nothing can be set at the
	 * path
	 */
	long setIn(String key, String path, @Nullable Object value);

	/**
	 * Removes a part of the value of a key. Removing a part that does not exist changes
	 * nothing. Also ends presence registered at or below the path.
	 * @param key the key
	 * @param path JSON Pointer to the part
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the path is invalid
	 */
	long removeIn(String key, String path);

	/**
	 * Appends an element to the array of a key.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the value of the key is not
	 * an array
	 */
	long append(String key, @Nullable Object value);

	/**
	 * Appends an element to the array of a key and drops elements from its front until it
	 * is no longer than {@code maxLength}.
	 * @param key the key
	 * @param value any value Jackson can write as JSON; {@code null} appends null
	 * @param maxLength number of elements to keep, at least 1
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and if the value of the key is not
	 * an array
	 * @throws IllegalArgumentException if {@code maxLength} is less than 1
	 */
	long append(String key, @Nullable Object value, int maxLength);

	/**
	 * Deletes a key.
	 * @param key the key
	 * @return the version of the removal, 0 if the key did not exist
	 * @throws StateRejectedException if the key is invalid
	 */
	long delete(String key);

	/**
	 * Registers a listener that is notified of every later change of every key, in
	 * version order per key, on an executor of the server. Exceptions are logged.
	 * @param listener the listener
	 * @return a registration that removes the listener when closed; no notification is
	 * started afterwards
	 */
	Registration listen(StateListener listener);

	/**
	 * Returns the sessions that are open now.
	 * @return a copy
	 */
	List<SessionInfo> sessions();

	/**
	 * Returns what this server has done since it was built and what it holds now. Cheap,
	 * regardless of the number of keys and sessions.
	 * @return a snapshot
	 */
	ServerStatistics statistics();

	/**
	 * Ends sessions as if their tokens had expired, for example after tokens were
	 * revoked: their clients receive ERROR 401 and have to present another token
	 * (protocol section 2). Does not prevent a token from being accepted again, nor one
	 * that is being verified right now; that is up to the {@link SodpAuthenticator}.
	 * @param identities matches the sessions to end; called once for each authenticated
	 * session while the state is locked
	 * @return the number of sessions that were ended
	 */
	int expire(Predicate<SodpIdentity> identities);

	/** The registration of a {@link StateListener}. Thread-safe. */
	@FunctionalInterface
	interface Registration extends AutoCloseable {

		/** Removes the listener. */
		@Override
		void close();

	}

}
