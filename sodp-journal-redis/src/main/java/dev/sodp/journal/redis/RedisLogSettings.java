// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;

/**
 * With what a log was built.
 *
 * @param mode how the primary is found
 * @param uris where to look for it
 * @param resources adapts what connections run on
 * @param options how connections are made, without what the log decides
 * @param keyPrefix how all keys begin
 * @param partitions into how many partitions the keys are divided
 * @param minReplicas how many replicas must have a change before it counts as stored
 * @param allowEviction whether the server may drop any key when its memory is full
 * @param commandTimeout how long a command may remain without an answer
 * @param deletedRetention how long a deletion is remembered
 */
record RedisLogSettings(RedisMode mode, List<RedisURI> uris, Consumer<ClientResources.Builder> resources,
		ClientOptions options, String keyPrefix, int partitions, int minReplicas, boolean allowEviction,
		Duration commandTimeout, Duration deletedRetention) {
}
