// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * The result of an applied update.
 *
 * @param <T> type of the value
 * @param value what the function returned the last time, which the key holds now
 * @param version version of the key after the update; empty if the server does not report
 * it
 */
public record UpdateResult<T>(@Nullable T value, OptionalLong version) {
}
