// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.List;

import dev.sodp.state.DeltaOp;
import tools.jackson.databind.JsonNode;

/**
 * An applied mutation.
 *
 * @param key the key
 * @param version version after the change
 * @param value value after the change, immutable; the null node after a removal
 * @param initialized {@code false} if the key was removed
 * @param ops the operations that lead to the value
 * @param origin where the change comes from
 */
public record CommittedChange(String key, long version, JsonNode value, boolean initialized, List<DeltaOp> ops,
		ChangeOrigin origin) {
}
