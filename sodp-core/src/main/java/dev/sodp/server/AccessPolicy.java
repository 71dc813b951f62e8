// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import org.jspecify.annotations.Nullable;

/**
 * Decides who may read and write which key: the ACL step of a mutation (protocol section
 * 7). Called while the state is locked, so it must be quick and must not call the server.
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
	 * Decides whether a session may CALL a method that changes a key.
	 * @param identity who asks, or {@code null} on a server without authentication
	 * @param key the key
	 * @return {@code false} to refuse with code 403
	 */
	boolean canWrite(@Nullable SodpIdentity identity, String key);

}
