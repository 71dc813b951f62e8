// SPDX-License-Identifier: Apache-2.0

/**
 * What it costs to store changes, beside what MVStore and the disk cost by themselves.
 */
package dev.sodp.benchmarks.journal;
