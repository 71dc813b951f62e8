// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.lang.reflect.Type;
import java.util.List;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.watch.SodpErrorHandler;
import dev.sodp.spring.watch.SodpWatchSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a watcher is made of.
 *
 * @param spec what to watch and how
 * @param description what is called, for people
 * @param client watches and writes results
 * @param handler called with each event
 * @param targets keys that results are written to
 * @param resultType declared type of the results, null if it is unknown
 * @param mapper writes results as trees
 * @param errorHandler takes failures, or null to leave them to the client
 */
record WatchParts(SodpWatchSpec spec, String description, SodpClient client, InterceptedHandler handler,
		List<String> targets, @Nullable Type resultType, JsonMapper mapper, @Nullable SodpErrorHandler errorHandler) {
}
