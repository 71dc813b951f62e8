// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

/**
 * Numbers that may have been used for something that was lost.
 *
 * @param first the first of them
 * @param last the last of them
 */
public record Gap(long first, long last) {
}
