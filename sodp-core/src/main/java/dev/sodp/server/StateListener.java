// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

/**
 * Told about the changes of a {@link SodpServer}'s state, one after the other in the
 * order of versions, on a thread of the server and outside its lock: it may block, and
 * may write. What it does not keep up with waits in memory without a bound.
 */
@FunctionalInterface
public interface StateListener {

	/**
	 * A change was made.
	 * @param change the key, its value and version, and what led there
	 */
	void onChange(CommittedChange change);

}
