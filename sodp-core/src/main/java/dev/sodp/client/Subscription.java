// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.List;

/** The registration of a callback for one or several keys. Thread-safe. */
public interface Subscription extends AutoCloseable {

	/**
	 * Returns the keys of this subscription.
	 * @return the keys in the order of the request
	 */
	List<String> keys();

	/**
	 * Returns whether callbacks may still be called.
	 * @return {@code false} after {@link #close()}, after the key was unwatched and after
	 * the client was closed
	 */
	boolean isActive();

	/**
	 * Ends this subscription; no callback is started afterwards. When the last
	 * subscription to a key is closed, the client also ends the subscription on the
	 * server and forgets the value.
	 */
	@Override
	void close();

}
