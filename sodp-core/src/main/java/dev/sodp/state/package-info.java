// SPDX-License-Identifier: Apache-2.0

/**
 * State values as immutable trees: paths, delta operations, applying and computing
 * deltas.
 */
@NullMarked
package dev.sodp.state;

import org.jspecify.annotations.NullMarked;
