// SPDX-License-Identifier: Apache-2.0

/**
 * What it costs to share state through an engine, beside what the engine costs by itself.
 */
@NullMarked
package dev.sodp.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
