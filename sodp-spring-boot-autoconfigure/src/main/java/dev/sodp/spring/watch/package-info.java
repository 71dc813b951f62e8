// SPDX-License-Identifier: Apache-2.0

/**
 * Bean methods that are called when state changes:
 * {@link dev.sodp.spring.watch.SodpWatch}, the registry of the watchers declared by it,
 * and what applications implement around their calls.
 */
@NullMarked
package dev.sodp.spring.watch;

import org.jspecify.annotations.NullMarked;
