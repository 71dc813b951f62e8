// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import tools.jackson.databind.JsonNode;

/**
 * The value of a key at one version.
 *
 * @param key the key
 * @param version version of the value
 * @param value the value, immutable
 */
public record StateSnapshot(String key, long version, JsonNode value) {
}
