// SPDX-License-Identifier: Apache-2.0

/**
 * {@link dev.sodp.test.EmbeddedSodp} in Spring's test contexts, and a slice for tests of
 * watchers.
 */
@NullMarked
package dev.sodp.test.spring;

import org.jspecify.annotations.NullMarked;
