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
 * socket of its own: a WebSocket container hands accepted ones to {@link #accept}.
 * Thread-safe; no method but {@link #close()} blocks on a client.
 */
public interface SodpServer extends SessionAcceptor, AutoCloseable {

	static SodpServerBuilder builder() {
		return new SodpServerBuilder();
	}

	/** Accepts sessions again after {@link #stop()}; a new server is already started. */
	void start();

	/** Closes all sessions with code 1001 and refuses new ones. State is kept. */
	void stop();

	/** Stops for good. */
	@Override
	void close();

	@Override
	SessionInput accept(SessionSocket socket, Peer peer);

	/**
	 * Reads a key.
	 * @param key the key
	 * @return empty if the key does not exist
	 */
	Optional<StateSnapshot> get(String key);

	/**
	 * The existing keys.
	 * @return a copy, sorted
	 */
	Set<String> keys();

	/**
	 * Replaces the value of a key.
	 * @param key the key, see {@code StateKeys}
	 * @param value anything Jackson can write; null stores null
	 * @return the version after the write
	 * @throws StateRejectedException if the key, the value or its schema forbid it
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
	 * Removes a part of the value of a key.
	 * @param key the key
	 * @param path a JSON Pointer
	 * @return the version after the write
	 */
	long removeIn(String key, String path);

	/**
	 * Appends to the array of a key.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @return the version after the write
	 */
	long append(String key, @Nullable Object value);

	/**
	 * Appends to the array of a key and drops elements from its front beyond a length.
	 * @param key the key
	 * @param value anything Jackson can write
	 * @param maxLength number of elements to keep, at least 1
	 * @return the version after the write
	 */
	long append(String key, @Nullable Object value, int maxLength);

	/**
	 * Removes a key.
	 * @param key the key
	 * @return the version of the removal, 0 if there was nothing to remove
	 */
	long delete(String key);

	/**
	 * Tells about every change of every key, in version order per key, on an executor of
	 * the server. What a listener throws is logged.
	 * @param listener told about changes made from now on
	 * @return closing it ends the listening
	 */
	Registration listen(StateListener listener);

	/**
	 * The sessions that are open now.
	 * @return a copy
	 */
	List<SessionInfo> sessions();

	/**
	 * What this server has done since it was built. Cheap, whatever the number of keys
	 * and sessions.
	 * @return a snapshot
	 */
	ServerStatistics statistics();

	/**
	 * Ends sessions as if their tokens had expired, for example when tokens were revoked:
	 * their clients are told ERROR 401 and have to present another one (protocol section
	 * 2). Does not keep a token from being accepted again, nor one that is being verified
	 * right now; that is up to the {@link SodpAuthenticator}.
	 * @param identities whose sessions to end; called once for each authenticated session
	 * while the state is locked
	 * @return the number of sessions that were ended
	 */
	int expire(Predicate<SodpIdentity> identities);

	/** Ends what it was returned for. */
	@FunctionalInterface
	interface Registration extends AutoCloseable {

		@Override
		void close();

	}

}
