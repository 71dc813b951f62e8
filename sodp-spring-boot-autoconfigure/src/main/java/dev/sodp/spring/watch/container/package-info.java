// SPDX-License-Identifier: Apache-2.0

/**
 * What a watcher does from its start to its stop. Not for applications, may change in any
 * release.
 */
@NullMarked
package dev.sodp.spring.watch.container;

import org.jspecify.annotations.NullMarked;
