// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import org.jspecify.annotations.Nullable;

/**
 * Decides who may read and write which key, and call which method (protocol section 7).
 *
 * <p>
 * Asked by the thread that received the request, before the state is locked, and by the
 * caller of {@link SodpServer#recheckAccess()}; so by several threads at the same time.
 * It may read the state of the server. A slow answer delays the later requests of the
 * same session. Requests beyond the rate of a session, see
 * {@link SodpServerBuilder#writesPerSecond} and
 * {@link SodpServerBuilder#watchesPerSecond}, are refused without asking. A policy that
 * throws denies the request; the client does not learn why.
 */
public interface AccessPolicy {

	/** Grants everyone access to everything. */
	AccessPolicy ALLOW_ALL = new AccessPolicy() {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return true;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return true;
		}

	};

	/**
	 * Decides whether a session may WATCH or RESUME a key.
	 * @param identity who asks, or {@code null} on a server without authentication
	 * @param key the key
	 * @return {@code false} to refuse with code 403
	 */
	boolean canRead(@Nullable SodpIdentity identity, String key);

	/**
	 * Decides whether a session may CALL a method with a key.
	 * @param identity who asks, or {@code null} on a server without authentication
	 * @param key the key
	 * @return {@code false} to refuse with code 403
	 */
	boolean canWrite(@Nullable SodpIdentity identity, String key);

	/**
	 * Decides whether a session may CALL a method of the application. If the call has an
	 * argument named {@code state} that is the name of a key,
	 * {@link #canWrite(SodpIdentity, String)} is asked about that as well.
	 * @param identity who asks, or {@code null} on a server without authentication
	 * @param method the method; not one of the built-in ones, which change keys
	 * @return {@code false} to refuse with code 403; {@code true} unless overridden
	 */
	default boolean canCall(@Nullable SodpIdentity identity, String method) {
		return true;
	}

	/**
	 * Whether each answer takes some microseconds at most, as it is computed from what is
	 * in memory, without waiting for anything. An endpoint on event loops asks such a
	 * policy on the loop, which serves many sessions, and any other one on a thread of
	 * the server, which costs a hand-over for each request.
	 * @return {@code false} unless overridden
	 */
	default boolean answersAtOnce() {
		return false;
	}

}
