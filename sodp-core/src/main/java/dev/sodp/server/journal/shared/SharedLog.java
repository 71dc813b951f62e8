// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the state for all nodes of a cluster, in partitions that have nothing to do with
 * each other. Thread-safe; no method blocks but {@link #close()}.
 */
public interface SharedLog extends AutoCloseable {

	/**
	 * Into how many partitions the keys are divided, the same for all nodes for ever.
	 * @return 1 or more
	 */
	int partitions();

	/**
	 * Connects to whatever accepts writes of a partition at this moment. The connection
	 * is not repaired when it breaks: another one is made then, so that the journal
	 * notices that the history may have been cut.
	 * @param partition the partition, from 0
	 * @return the connection, or a {@link LogException}; completed on any thread
	 */
	CompletionStage<LogConnection> connect(int partition);

	/**
	 * The time, for leases and time-outs.
	 * @return nanoseconds since some moment, like {@link System#nanoTime()}
	 */
	long nanos();

	/**
	 * Runs something later.
	 * @param delay how much later
	 * @param task runs on a thread of the log; must not block
	 */
	void after(Duration delay, Runnable task);

	@Override
	void close();

}
