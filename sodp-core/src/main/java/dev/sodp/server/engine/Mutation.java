// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.StateRejectedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of one key that has not been applied yet.
 */
@FunctionalInterface
public interface Mutation {

	/**
	 * Computes the change without making it.
	 * @param current the value, or null if the key does not exist
	 * @return what it becomes
	 * @throws StateRejectedException if the value cannot be changed in this way
	 */
	Edit edit(@Nullable JsonNode current);

}
