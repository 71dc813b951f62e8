// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.List;

import dev.sodp.state.DeltaOp;
import tools.jackson.databind.JsonNode;

/**
 * One applied mutation.
 *
 * @param key the key
 * @param version version after the change
 * @param value value after the change, immutable; the null node after a removal
 * @param initialized false if the key was removed
 * @param ops what changed
 */
public record CommittedChange(String key, long version, JsonNode value, boolean initialized, List<DeltaOp> ops) {
}
