// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.List;

/**
 * A callback's hold on one or several keys. Thread-safe.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * The keys this subscription was made for.
	 * @return in the order they were asked for
	 */
	List<String> keys();

	/**
	 * Whether callbacks may still be called.
	 * @return false after {@link #close()}, after the key was unwatched and after the
	 * client was closed
	 */
	boolean isActive();

	/**
	 * Ends this subscription; no callback is started afterwards. When it was the last one
	 * for a key the client also ends the server's subscription and forgets the value.
	 */
	@Override
	void close();

}
