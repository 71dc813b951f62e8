// SPDX-License-Identifier: Apache-2.0

/**
 * Applications that are processed ahead of time.
 */
@NullMarked
package dev.sodp.boot.aot;

import org.jspecify.annotations.NullMarked;
