// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.validation;

import dev.sodp.server.access.KeyPattern;

/**
 * The type of the values of keys.
 *
 * @param key which keys
 * @param type the type that their values must be readable as
 */
public record TypedKey(KeyPattern key, Class<?> type) {

	/**
	 * Creates a typed key.
	 * @param key which keys
	 * @param type the type that their values must be readable as
	 * @throws IllegalArgumentException if the pattern has a placeholder, with a message
	 * without a full stop
	 */
	public TypedKey {
		if (key.captures() > 0) {
			throw new IllegalArgumentException("'" + key + "' must not contain {sub}, as values belong to no one");
		}
	}

}
