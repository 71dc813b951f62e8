// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;
import java.util.Set;

/**
 * Learns from a {@link SharedJournal} what happens in the cluster. All methods but
 * {@link #step} are called in steps of the engine.
 */
public interface SharedJournalListener {

	/**
	 * Takes a step of the engine, at once if this thread is taking one.
	 * @param action runs in the step
	 */
	void step(Runnable action);

	/**
	 * A key that is held has been read; or what was known of it is no longer true, so
	 * that it is replaced. Proposals that build on that are answered as conflicts later.
	 * @param key what is true
	 */
	void loaded(HeldKey key);

	/**
	 * A key could not be read and is not held.
	 * @param key the key
	 * @param failure why
	 */
	void notLoaded(String key, JournalFailure failure);

	/**
	 * A key below a prefix that is followed has been changed, and is not held.
	 * @param key the key
	 */
	void appeared(String key);

	/**
	 * Keys below prefixes that are followed may have come to be without
	 * {@link #appeared}.
	 */
	void missed();

	/**
	 * A part of the history may have been lost. Called before anything of the new history
	 * is reported.
	 * @param epoch the epoch of sessions that begin from now on
	 * @param gaps versions that may have been used for something that was lost
	 */
	void history(String epoch, List<VersionRange> gaps);

	/**
	 * The others have taken this node for dead and remove the presence of its sessions,
	 * so that they must end.
	 * @param node the {@link SharedJournal#node()} from now on
	 */
	void fenced(String node);

	/**
	 * A node is gone, and its presence is to be removed.
	 * @param node the node
	 * @param keys the keys in which its sessions were present
	 * @param removed to be run in a step, once none is left in these keys
	 */
	void gone(String node, Set<String> keys, Runnable removed);

	/**
	 * Versions.
	 *
	 * @param first the first of them
	 * @param last the last of them
	 */
	record VersionRange(long first, long last) {
	}

}
