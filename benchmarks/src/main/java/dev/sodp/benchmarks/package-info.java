// SPDX-License-Identifier: Apache-2.0

/**
 * Measures what things cost, always beside something else in the same run.
 */
@NullMarked
package dev.sodp.benchmarks;

import org.jspecify.annotations.NullMarked;
