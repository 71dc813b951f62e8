// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

/**
 * How much of each key's log is kept for RESUME (protocol section 3).
 *
 * @param deltas most changes of a key
 * @param bytes most bytes of their {@link Change#encodedOps() operations}
 */
public record LogLimits(int deltas, long bytes) {
}
