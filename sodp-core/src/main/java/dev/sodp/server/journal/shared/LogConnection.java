// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A connection to one partition of a {@link SharedLog}. Commands are carried out in the
 * order in which they are given, each as a whole. Stages are completed on any thread,
 * exceptionally with a {@link LogException}.
 *
 * <p>
 * Whatever suggests that the other end is no longer what accepts writes ends the
 * connection, and so does silence: commands that are not answered in a time that is
 * shorter than the lease of a node.
 */
public interface LogConnection {

	/**
	 * Identifies the life of what the connection leads to. Another one after a restart
	 * and after a fail-over: a part of the history may be lost then.
	 * @return an identifier
	 */
	String life();

	/**
	 * Completes when the connection has ended, with the reason. Everything that was not
	 * answered by then fails with {@link LogException#isConnectionLost()}.
	 * @return never completes exceptionally
	 */
	CompletionStage<String> ended();

	/**
	 * Makes a node a member of the cluster, or goes on with its membership. The first
	 * node that joins a new {@link #life()} raises the counter beyond every number that
	 * may have been used, records the gap, and extends all leases, since nobody could
	 * renew them.
	 * @param request who joins
	 * @return what the node has to know
	 */
	CompletionStage<Joined> join(JoinRequest request);

	/**
	 * A part of the history was lost in this {@link #life()}. Succeeds once for each
	 * life.
	 * @param newEpoch the epoch to set unless another node has done so
	 * @return the epoch in force
	 */
	CompletionStage<String> cut(String newEpoch);

	/**
	 * Renews the membership of a node.
	 * @param node the node
	 * @param lease for how long
	 * @return what has become of the nodes
	 */
	CompletionStage<Renewal> renew(String node, Duration lease);

	/**
	 * Ends the membership of a node at once. Its presence is for others to remove, a
	 * while later.
	 * @param node the node
	 * @param absence how long its sessions may take to return elsewhere
	 * @return completes when it is done
	 */
	CompletionStage<@Nullable Void> leave(String node, Duration absence);

	/**
	 * How far keys have come.
	 * @param keys the keys
	 * @return a position for each
	 */
	CompletionStage<List<Position>> positions(List<String> keys);

	/**
	 * Reads a key.
	 * @param key the key
	 * @return what is stored
	 */
	CompletionStage<StoredKey> read(String key);

	/**
	 * Changes a key if nothing else has changed it since, or tells what has.
	 * @param batch the changes
	 * @return what became of them
	 */
	CompletionStage<BatchAnswer> propose(ProposedBatch batch);

	/**
	 * Follows the changes of all keys, until the connection ends. Called once.
	 * @param after the number of the last change that is known
	 * @param interest says, on a thread of the log and without blocking, which keys
	 * matter
	 * @param listener called on one thread at a time
	 */
	void follow(long after, Predicate<String> interest, LogFollower listener);

	/**
	 * The number of the latest change that {@link #follow} will show or has shown.
	 * @return 0 if there is none
	 */
	CompletionStage<Long> last();

	/**
	 * Lists keys that exist.
	 * @param prefix how they begin
	 * @param after the key after which to begin, or null
	 * @param limit how many at most
	 * @return in the order of their UTF-8 bytes
	 */
	CompletionStage<List<String>> names(String prefix, @Nullable String after, int limit);

	/**
	 * The keys in which sessions of a node are present.
	 * @param node the node
	 * @return in no order
	 */
	CompletionStage<List<String>> presentIn(String node);

	/**
	 * Forgets a node whose presence has been removed.
	 * @param node a node that {@link Renewal#dead()} named
	 * @return completes when it is done
	 */
	CompletionStage<@Nullable Void> forget(String node);

	/** Closes the connection. */
	void close();

}
