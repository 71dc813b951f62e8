// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

/**
 * Decides about every change of the state and keeps it (protocol section 7). The engine
 * proposes, the journal commits, and everyone, the proposer too, learns from the journal:
 * nothing is sent before it is as safe as the journal promises.
 *
 * <p>
 * {@link #open} is called first, once. {@link #append} and {@link #forget} are called in
 * steps of the engine, one at a time, and must not block; the {@link JournalListener} may
 * be called on any thread, also in the middle of {@link #append}.
 */
public interface Journal extends AutoCloseable {

	/**
	 * Opens the journal and reads what it holds. May block.
	 * @param limits how much of each key's log to keep
	 * @param recovery is called, before this returns, with everything that the journal
	 * holds
	 * @param listener is called later with what becomes of the proposals
	 * @return the epoch: identifies the history, another one after a part of it was lost
	 * @throws JournalException if the journal cannot be opened or what it holds cannot be
	 * read
	 */
	String open(LogLimits limits, JournalRecovery recovery, JournalListener listener);

	/**
	 * Appends a change. Proposals are answered in the order of their appending. If one
	 * fails, all later ones of the same key that were appended before the answer fail
	 * too, since they build on it.
	 * @param proposal the change
	 */
	void append(Proposal proposal);

	/**
	 * A deleted key is not needed any more, neither its log nor that it was deleted. May
	 * be carried out late, or not at all if the server ends before.
	 * @param key the key
	 * @param version the version of its deletion; higher ones are not to be forgotten
	 */
	void forget(String key, long version);

	/**
	 * Whether several proposals of one key may wait for their answers at the same time,
	 * each built on the one before.
	 * @return false if the engine has to wait for the answer to one before it appends the
	 * next of that key
	 */
	default boolean isPipelined() {
		return true;
	}

	/**
	 * How the journal is doing. Thread-safe, does not block.
	 * @return a snapshot
	 */
	JournalStatus status();

	/**
	 * Commits what was appended, answers it, and releases everything. May block. Called
	 * once, not within a step; nothing is appended afterwards.
	 */
	@Override
	void close();

}
