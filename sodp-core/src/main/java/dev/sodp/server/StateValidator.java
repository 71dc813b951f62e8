// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.Optional;

import tools.jackson.databind.JsonNode;

/**
 * Checks a whole resulting value before it is applied: the schema step of the mutation
 * order (protocol section 7). Called while the state is locked, so it must be quick and
 * must not call the server.
 */
@FunctionalInterface
public interface StateValidator {

	/** Accepts everything. */
	StateValidator ACCEPT_ALL = (key, value) -> Optional.empty();

	/**
	 * Checks a value.
	 * @param key the key
	 * @param value the value it would have, immutable
	 * @return what is wrong with it and where, or empty to accept; a violation is
	 * answered with 422
	 */
	Optional<String> validate(String key, JsonNode value);

}
