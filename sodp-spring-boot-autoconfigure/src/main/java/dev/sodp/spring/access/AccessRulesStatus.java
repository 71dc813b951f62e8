// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which rules are in force, and whether they are those of the file.
 *
 * @param rules how many rules for keys are in force
 * @param loaded since when
 * @param failure why the file, as it is now, is not in force; null if it is
 * @param failedSince since when, or null
 */
public record AccessRulesStatus(int rules, Instant loaded, @Nullable String failure, @Nullable Instant failedSince) {
}
