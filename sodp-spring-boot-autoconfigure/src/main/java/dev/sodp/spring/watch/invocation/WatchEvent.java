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
 * What one call is about: a change of a whole value, or of one place in it.
 *
 * @param client client that watches
 * @param meta key, version and origin
 * @param place the place, or the root
 * @param variables what the named segments of the path stand for
 * @param previous what was there; a null or missing node if nothing was
 * @param current what is there; a null or missing node if nothing is
 * @param ops what leads from {@code previous} to {@code current}, relative to the place
 * @param conversions of the events before, or null where nothing is gained by them
 */
public record WatchEvent(SodpClient client, WatchMeta meta, StatePath place, Map<String, String> variables,
		JsonNode previous, JsonNode current, Supplier<List<DeltaOp>> ops, @Nullable Conversions conversions) {
}
