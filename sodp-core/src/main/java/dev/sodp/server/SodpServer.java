// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Hosts state for SODP clients inside an application (protocol section 7). Holds no
 * socket of its own: a WebSocket container passes accepted ones to {@link #accept}.
 * Thread-safe; no method except {@link #close()} waits for a client.
 */
public interface SodpServer extends ServerWrites, SessionAcceptor, AutoCloseable {

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

	/**
	 * Refuses remote sessions from now on and closes those that are open with code 1001,
	 * in small groups within the {@link SodpServerBuilder#drainTime}, so that their
	 * clients do not all reconnect at once. Everything else goes on: trusted sessions,
	 * writes of the application, and the sessions that still wait for their turn.
	 *
	 * <p>
	 * The presence of a session that has been closed stays for up to ten seconds, so that
	 * a client that resumes on another server with the same state takes it over there
	 * before it is removed. A server that is not a node of a cluster removes it at the
	 * end of the drain time at the latest; what a node leaves behind when it is closed,
	 * the others remove about ten seconds later. Followed by {@link #stop()} or
	 * {@link #close()}, which close at once what is still open, or by {@link #start()},
	 * which accepts sessions again.
	 * @return completes on a thread of the server when no remote session is left, never
	 * exceptionally; at once if the server is stopped or closed
	 */
	CompletableFuture<Void> drain();

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
	 * server closes the socket with code 1001, and so does one that is
	 * {@linkplain #drain() draining} unless the peer is trusted.
	 * @param socket the socket to write to
	 * @param peer the other end of the socket
	 * @return where the container reports what arrives
	 */
	@Override
	SessionInput accept(SessionSocket socket, Peer peer);

	/**
	 * Returns the value of a key. Waits up to {@link SodpServerBuilder#callTimeout} if a
	 * {@link SodpStateLoader} has to be asked.
	 * @param key the key
	 * @return a snapshot; empty if the key does not exist
	 * @throws StateRejectedException if a key that is not known is invalid or there is no
	 * room for it
	 * @throws StateUnavailableException if it could not be loaded
	 * @throws IllegalStateException if it has to be loaded and the caller is one of those
	 * that must not write, see {@link ServerWrites}
	 */
	Optional<StateSnapshot> get(String key);

	/**
	 * Like {@link #get}, without waiting.
	 * @param key the key
	 * @return a snapshot; empty if the key does not exist. Completes on a thread of the
	 * server if the key has to be loaded
	 */
	CompletableFuture<Optional<StateSnapshot>> getAsync(String key);

	/**
	 * Asks the {@link SodpStateLoader} of a key again and makes what it returns the value
	 * of the key, for example after a row was changed by another application. No other
	 * write of the key begins meanwhile. Waits up to
	 * {@link SodpServerBuilder#callTimeout}.
	 * @param key the key
	 * @return its version afterwards
	 * @throws StateRejectedException if the value is refused as that of a {@link #set
	 * set} would be
	 * @throws StateUnavailableException if it could not be loaded or stored
	 * @throws StateOutcomeUnknownException as for a write
	 * @throws IllegalArgumentException if no loader supports the key
	 * @throws IllegalStateException as for a write
	 */
	long reload(String key);

	/**
	 * Like {@link #reload}, without waiting.
	 * @param key the key
	 * @return its version afterwards
	 */
	CompletableFuture<Long> reloadAsync(String key);

	/**
	 * Returns the keys that exist, as far as they are known: not those that a
	 * {@link SodpStateLoader} has not been asked for.
	 * @return a copy, sorted; keys that are created or deleted meanwhile may be missing
	 */
	Set<String> keys();

	/**
	 * Returns some of the keys that {@link #keys()} does, without holding up others,
	 * however many there are. To page through all of them, pass the last key of each page
	 * as {@code after} of the next one.
	 * @param prefix how the keys begin, such as {@code game.}; empty for all keys
	 * @param after returns keys after this one only; {@code null} to begin with the first
	 * @param limit number of keys at most, positive
	 * @return a copy, in the order of {@link String#compareTo}
	 * @throws IllegalArgumentException if the limit is not positive
	 */
	List<String> keys(String prefix, @Nullable String after, int limit);

	/**
	 * Returns the same writes under a condition: each is applied only if its key exists
	 * and has this version (protocol section 5).
	 * @param version a version of the key, or 0 if it must not exist
	 * @return writes that throw a {@link StateRejectedException} with code
	 * {@link dev.sodp.protocol.ErrorCode#VERSION_MISMATCH} and the
	 * {@link StateRejectedException#currentVersion() current version} if it has another
	 * @throws IllegalArgumentException if the version is negative
	 */
	ServerWrites ifVersion(long version);

	/**
	 * Returns the same writes under the condition that the key does not exist.
	 * @return writes as those of {@link #ifVersion}
	 */
	default ServerWrites ifAbsent() {
		return ifVersion(0);
	}

	/**
	 * Replaces the value of a key by what a function makes of it, atomically: no other
	 * write comes between reading and writing.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type how to read the value
	 * @param function is given the value, or null if the key does not exist or holds
	 * null; what it returns is stored, null as null. Called on this thread and outside
	 * the server's lock, again if the value changes meanwhile, so it must have no effect
	 * of its own; what it throws ends the update without a change and is thrown here
	 * @return the version after the write
	 * @throws StateRejectedException as {@link #set}, and with
	 * {@link dev.sodp.protocol.ErrorCode#BAD_REQUEST} if the value cannot be read as that
	 * type
	 */
	<T> long update(String key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Like {@link #update(String, Class, UnaryOperator)}, for a generic type.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type how to read the value
	 * @param function as there
	 * @return the version after the write
	 * @throws StateRejectedException as there
	 */
	<T> long update(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Like {@link #update(String, Class, UnaryOperator)}, without waiting.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type how to read the value
	 * @param function as there, but called on a thread of the server
	 * @return the version after the write
	 */
	<T> CompletableFuture<Long> updateAsync(String key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Like {@link #update(String, TypeReference, UnaryOperator)}, without waiting.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type how to read the value
	 * @param function as there, but called on a thread of the server
	 * @return the version after the write
	 */
	<T> CompletableFuture<Long> updateAsync(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Returns what this server was built with.
	 * @return the options
	 */
	SodpServerOptions options();

	/**
	 * Returns how the journal that keeps the state is doing.
	 * @return a snapshot
	 */
	JournalStatus journal();

	/**
	 * Returns how this server sees its cluster.
	 * @return a snapshot; empty if the state is not shared with other servers
	 */
	Optional<ClusterStatus> cluster();

	/**
	 * Returns whether a key is in the memory of this server. In a cluster that is so
	 * while something on this node needs the key and some time longer, and says nothing
	 * about other nodes; otherwise for all keys that exist. Does not read the key.
	 * @param key the key
	 * @return whether it is held here
	 */
	boolean holds(String key);

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

	/**
	 * Ends a session, after what was sent to it before. Its client may connect again.
	 * @param id as in {@link SessionInfo#id()}
	 * @return false if there is no such session (any more)
	 */
	boolean closeSession(long id);

	/**
	 * Asks the {@link AccessPolicy} again about all that sessions watch or have
	 * requested, after its answers have changed, and ends the subscriptions that it does
	 * not allow any longer: they receive no further deltas, and an ERROR 403 that names
	 * the key (protocol section 3). Requests that were checked before the change are
	 * checked again. Calls that have been accepted are carried out. Subscriptions of
	 * prefixes are checked in the background, key by key, and may end after this returns.
	 * Thread-safe; may take long with many subscriptions, while the server goes on.
	 * @return the number of subscriptions of single keys that were ended
	 * @throws IllegalStateException if the policy throws for some of them, which go on,
	 * while the others have been checked; or if the caller is one of those that
	 * {@link ServerWrites} names
	 */
	int recheckAccess();

	/**
	 * Begins a session whose client has been identified by other means than AUTH, such as
	 * the upgrade of its connection: it is live at once, and ends with ERROR 401 when the
	 * identity expires (protocol section 2).
	 * @param socket the socket to write to
	 * @param peer the other end of the socket
	 * @param identity who the client is; {@code null} if that is not known, as with
	 * {@link #accept(SessionSocket, Peer)}
	 * @return where the container reports what arrives
	 */
	SessionInput accept(SessionSocket socket, Peer peer, @Nullable SodpIdentity identity);

	/**
	 * Writes all keys and their values into one file, which {@link #importFrom} reads
	 * whatever keeps the state there: memory, a disk, or other journals. It holds the
	 * values as of one moment, without what is not yet committed. Presence of sessions is
	 * left out, and so are versions, deletions, and keys that a {@link SodpStateLoader}
	 * keeps elsewhere: the server that imports the file begins a history of its own.
	 *
	 * <p>
	 * Returns when the file is on the disk; it has its name only then. Writes go on
	 * meanwhile. Takes little memory beside the state, as values are encoded one by one;
	 * those that are replaced meanwhile stay in the heap until the end.
	 * @param file a file that does not exist, in a directory that does. During the export
	 * there is one beside it whose name ends in {@code .part}
	 * @throws StateFileException if the file exists or cannot be written, or the thread
	 * is interrupted; nothing is left of the file then
	 * @throws IllegalStateException if the caller is one of those that
	 * {@link ServerWrites} names
	 */
	void exportTo(Path file);

	/**
	 * Writes all keys that a file of {@link #exportTo} holds, as far as sessions,
	 * listeners and the journal are concerned like any writes of the application. Neither
	 * loaders nor interceptors are asked. Meant for a server that is still empty.
	 *
	 * <p>
	 * The whole file is checked first: that it is complete and undamaged, that none of
	 * its keys exists, and that the {@link StateValidator} and the limits of this server
	 * accept all of it. If not, nothing is changed. What can fail afterwards is what can
	 * fail with any write; the keys written until then stay, and
	 * {@link StateFileException#written()} counts them. Sessions and other writers may go
	 * on meanwhile, but a key that they create first stops the import.
	 *
	 * <p>
	 * Returns when all keys are as safe as the server promises. Waits up to
	 * {@link SodpServerBuilder#callTimeout} for each write. Takes little memory beside
	 * the state, as values are read one by one and few writes are under way at a time.
	 * @param file the file
	 * @return the number of keys
	 * @throws StateFileException if the file cannot be read or is not accepted, or a
	 * write fails, or the thread is interrupted
	 * @throws IllegalStateException if the server is closed or the caller is one of those
	 * that {@link ServerWrites} names
	 */
	int importFrom(Path file);

	/** The registration of a {@link StateListener}. Thread-safe. */
	@FunctionalInterface
	interface Registration extends AutoCloseable {

		/** Removes the listener. */
		@Override
		void close();

	}

	/**
	 * Adds a method that clients can CALL, beside those that the server was built with.
	 * Sessions can call it at once, also those that are already open. Thread-safe.
	 * @param name as {@link SodpServerBuilder#methods} describes it
	 * @param handler handles the calls
	 * @throws IllegalArgumentException if the name is not valid, or there is a method of
	 * this name
	 */
	void addMethod(String name, SodpMethodHandler handler);

}
