// SPDX-License-Identifier: Apache-2.0

/**
 * The log that the nodes of a cluster share, kept in Redis or Valkey:
 * {@link dev.sodp.journal.redis.RedisLog}.
 */
@NullMarked
package dev.sodp.journal.redis;

import org.jspecify.annotations.NullMarked;
