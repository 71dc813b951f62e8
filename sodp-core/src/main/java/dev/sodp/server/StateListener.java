// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

/**
 * Notified of the changes of a {@link SodpServer}'s state, one at a time in version
 * order, on a thread of the server and outside its lock: it may block, and may write.
 * Changes that it cannot keep up with are queued in memory without limit.
 */
@FunctionalInterface
public interface StateListener {

	/**
	 * Called after a change.
	 * @param change the key, its new value and version, and the operations
	 */
	void onChange(CommittedChange change);

	/**
	 * Whether it is also notified of changes that other nodes of a cluster have made.
	 * Every node that holds the key at that moment notifies its own listeners of them, so
	 * that what must be done once for each change is done on the node that made it.
	 * @return false unless overridden
	 */
	default boolean includesOtherNodes() {
		return false;
	}

}
