// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A journal that several nodes share. A node does not know the whole state: it
 * {@link #hold holds} the keys that it needs, and learns what other nodes change in them.
 *
 * <p>
 * {@link #share} is called once, before {@link #open}, which reports no keys. Unless it
 * says otherwise, a method is called in steps of the engine, like those of
 * {@link Journal}.
 */
public interface SharedJournal extends Journal {

	/**
	 * Identifies this run of this node, until {@link SharedJournalListener#fenced}.
	 * @return the {@link PresenceOwner#life()} of this node's sessions
	 */
	String node();

	/**
	 * Prepares for {@link #open}.
	 * @param listener is called with what happens in the cluster
	 */
	void share(SharedJournalListener listener);

	/**
	 * Reads a key, to be answered by {@link SharedJournalListener#loaded} or
	 * {@link SharedJournalListener#notLoaded}, and from then on reports its changes.
	 * Proposals may only be appended of keys that have been loaded.
	 * @param key a key that is not held
	 */
	void hold(String key);

	/**
	 * Reports no changes of a key any longer.
	 * @param key a key that is held, of which no proposal waits for an answer
	 */
	void release(String key);

	/**
	 * Reports which keys that are not held come to be or are changed.
	 * @param prefix how they begin
	 */
	void follow(String prefix);

	/**
	 * The end of {@link #follow}.
	 * @param prefix the prefix
	 */
	void unfollow(String prefix);

	/**
	 * Waits until all is known that any node was told before this call.
	 * @param result is given the answer in a later step: null, or why that cannot be
	 * found out
	 */
	void synchronize(Synchronization result);

	/**
	 * Up to which version everything has been reported that any node has done.
	 * @return a version, possibly lower than those of some changes that were reported
	 */
	long known();

	/**
	 * Lists keys that exist. Thread-safe.
	 * @param prefix how they begin
	 * @param after the key after which to begin, or null
	 * @param limit how many at most
	 * @return completed on any thread, in the order of their UTF-8 bytes; fails with a
	 * {@link dev.sodp.protocol.SodpException}
	 */
	CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit);

	/**
	 * Lists keys that exist.
	 * @param prefix how they begin
	 * @param after the key after which to begin, or null
	 * @param limit how many at most
	 * @param result is given the answer in a step
	 */
	void list(String prefix, @Nullable String after, int limit, Listing result);

	/**
	 * Whether sessions may begin, or why not. Thread-safe.
	 * @return null if they may
	 */
	@Nullable String refusal();

	/**
	 * How the cluster is doing. Thread-safe, does not block.
	 * @return a snapshot
	 */
	ClusterStatus cluster();

	/** Is given the answer to {@link #synchronize}. */
	@FunctionalInterface
	interface Synchronization {

		/**
		 * Is called once.
		 * @param failure null if all is known
		 */
		void done(@Nullable JournalFailure failure);

	}

	/** Is given the answer to {@link #list}. */
	interface Listing {

		/**
		 * Is called once, or {@link #notListed}.
		 * @param names the keys
		 */
		void listed(List<String> names);

		/**
		 * Is called once, or {@link #listed}.
		 * @param failure why not
		 */
		void notListed(JournalFailure failure);

	}

}
