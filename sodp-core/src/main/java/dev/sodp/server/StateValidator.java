// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.Optional;

import tools.jackson.databind.JsonNode;

/**
 * Checks the complete resulting value before it is applied: the schema step of a mutation
 * (protocol section 7). Called on any thread, while the state is not locked, so it must
 * be thread-safe, depend on nothing but its arguments, and not write to the server. Other
 * writes wait for it, as only a few values are checked at a time; reads do not. If the
 * value has changed meanwhile, the new one is checked again.
 */
@FunctionalInterface
public interface StateValidator {

	/** Accepts every value. */
	StateValidator ACCEPT_ALL = (key, value) -> Optional.empty();

	/**
	 * Checks a value.
	 * @param key the key
	 * @param value the value it would have, immutable
	 * @return what is wrong with it and where, which refuses the mutation with code 422;
	 * empty to accept it
	 */
	Optional<String> validate(String key, JsonNode value);

}
