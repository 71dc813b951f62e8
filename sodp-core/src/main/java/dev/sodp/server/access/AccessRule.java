// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.List;

/**
 * Who may read and write the keys that match a pattern. Any one of several permissions
 * suffices; without any, no one may.
 *
 * @param key which keys
 * @param read who may watch them
 * @param write who may change them
 */
public record AccessRule(KeyPattern key, List<Permission> read, List<Permission> write) {

	/**
	 * Creates a rule.
	 * @param key which keys
	 * @param read who may watch them
	 * @param write who may change them
	 */
	public AccessRule {
		read = List.copyOf(read);
		write = List.copyOf(write);
	}

}
