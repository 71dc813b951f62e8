// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.concurrent.CompletionStage;

/**
 * Is asked before a mutation of a session or of the hosting application is committed, and
 * may have effects, such as writing the value to a database. Thread-safe.
 *
 * <p>
 * It is asked once for each call, after the {@link AccessPolicy}, and only if the
 * mutation would succeed and change the value as it is committed then. From there to the
 * commit, no other mutation of that key begins on this server. If the commit fails all
 * the same, the caller is answered with 504, as the effect may have happened; if a later
 * interceptor refuses, with what that one says. In both cases, a {@link SodpStateLoader}
 * that supports the key is asked for its value then.
 *
 * <p>
 * What the server does on its own is not intercepted: values of loaders, and the removal
 * of presence when a session ends.
 */
public interface StateMutationInterceptor {

	/**
	 * Whether to ask this interceptor about a key. Called often and while the state is
	 * locked, so it must be quick, depend on nothing but the key, and not call the
	 * server.
	 * @param key the key
	 * @return true to be asked
	 */
	default boolean supports(String key) {
		return true;
	}

	/**
	 * Decides about a mutation. Called on a thread of the server's executor, which may
	 * block, but must not wait for a write of the same key. Interceptors are asked one
	 * after another, in their order. At most 64 mutations are intercepted at the same
	 * time; others wait for one to end.
	 * @param mutation what is about to happen
	 * @return {@link StateMutation#proceed()}, or another mutation to carry out in its
	 * place ({@link StateMutation#withArguments}). To refuse, throw a
	 * {@link StateRejectedException}, or complete the stage with it; its code and message
	 * go to the caller. Any other failure is logged and answered with 500. After
	 * {@link SodpServerBuilder#interceptTimeout}, for all interceptors together, the
	 * caller is answered with 504; a later answer is not carried out, and a loader that
	 * supports the key is asked for its value
	 */
	CompletionStage<StateMutation> intercept(StateMutation mutation);

}
