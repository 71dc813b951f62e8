// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The event that a call is about: a change of a whole value, or of one place in it.
 *
 * @param client the client that watches
 * @param meta key, version and origin
 * @param place the place, or the root
 * @param variables the values of the named segments of the path
 * @param previous the previous value; a null or missing node if there was none
 * @param current the current value; a null or missing node if there is none
 * @param ops the operations that lead from {@code previous} to {@code current}, relative
 * to the place
 * @param conversions the cached conversions of earlier events, or null where they would
 * be of no use
 */
public record WatchEvent(SodpClient client, WatchMeta meta, StatePath place, Map<String, String> variables,
		JsonNode previous, JsonNode current, Supplier<List<DeltaOp>> ops, @Nullable Conversions conversions) {
}
