// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import org.jspecify.annotations.Nullable;

/**
 * Decides who may read and write which key: the ACL step of the mutation order (protocol
 * section 7). Called while the state is locked, so it must be quick and must not call the
 * server.
 */
public interface AccessPolicy {

	/** Allows everything to everyone. */
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
	 * Guards WATCH and RESUME.
	 * @param identity who asks, or null on a server without authentication
	 * @param key the key
	 * @return false to answer 403
	 */
	boolean canRead(@Nullable SodpIdentity identity, String key);

	/**
	 * Guards every CALL that names a key.
	 * @param identity who asks, or null on a server without authentication
	 * @param key the key
	 * @return false to answer 403
	 */
	boolean canWrite(@Nullable SodpIdentity identity, String key);

}
