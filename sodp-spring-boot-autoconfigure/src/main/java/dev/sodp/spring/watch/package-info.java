// SPDX-License-Identifier: Apache-2.0

/**
 * Bean methods that are told about state: {@link dev.sodp.spring.watch.SodpWatch}, the
 * registry of the watchers it makes, and what applications implement around their calls.
 */
@NullMarked
package dev.sodp.spring.watch;

import org.jspecify.annotations.NullMarked;
