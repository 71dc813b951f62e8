// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.client.SodpWrites;

/**
 * Writes that are applied only to one version of a key, as
 * {@link SodpOperations#ifVersion(long)} and {@link SodpOperations#ifAbsent()} return
 * them. They fail with {@link dev.sodp.client.SodpVersionConflictException} if the key
 * has another version, and with {@link dev.sodp.client.SodpUnsupportedException} if the
 * server does not support conditional writes.
 */
public interface ConditionalSodpOperations extends SodpWrites, SodpBlockingWrites {

}
