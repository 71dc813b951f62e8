// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Provides the values of keys that live elsewhere, for example in a database.
 * Thread-safe.
 *
 * <p>
 * When a key is watched, read or written that the server does not know, it asks the first
 * loader that supports the key, once, however many sessions wait for the answer. The
 * value is checked by the {@link StateValidator} and becomes an ordinary change. A
 * {@link ServerWrites#set set} or {@link ServerWrites#delete delete} that arrives
 * meanwhile does not wait, unless a {@link StateMutationInterceptor} has to be asked, and
 * wins over what is loaded.
 *
 * <p>
 * That a key does not exist, because the loader returned nothing or because it was
 * deleted, is remembered like the log of a deleted key, and the loader is asked again
 * once that has been forgotten ({@link SodpServerBuilder#deletedLogRetention}), or by
 * {@link SodpServer#reload}. The deletion of a {@link #persistent} key is remembered
 * longer: until the server needs the room for other keys.
 */
public interface SodpStateLoader {

	/**
	 * Whether this loader is responsible for a key. Called often and while the state is
	 * locked, so it must be quick, depend on nothing but the key, and not call the
	 * server.
	 * @param key the key
	 * @return true to be asked for its value
	 */
	boolean supports(String key);

	/**
	 * Loads the value of a key. Called on a thread of the server's executor, which may
	 * block. At most 64 loads run at the same time; others wait for one to end.
	 * @param key a key that this loader supports
	 * @return the value, anything Jackson can write as JSON; empty if the key does not
	 * exist. An answer that takes longer than {@link SodpServerBuilder#loadTimeout} is
	 * too late. A failure is logged and refuses with 503 what waited for the value; the
	 * next request asks again
	 */
	CompletionStage<? extends Optional<?>> load(String key);

	/**
	 * Whether the server's journal keeps the key, too. Called like {@link #supports}.
	 * @param key a key that this loader supports
	 * @return true to store value, log and deletion, so that after a restart the loader
	 * is not asked for what is stored; false if the truth about the key is elsewhere and
	 * the loader is to be asked again. Versions go on in both cases
	 */
	default boolean persistent(String key) {
		return true;
	}

}
