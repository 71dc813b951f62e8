// SPDX-License-Identifier: Apache-2.0

/**
 * Support for {@link dev.sodp.test.EmbeddedSodp} in Spring's test contexts, and a test
 * slice for watchers.
 */
@NullMarked
package dev.sodp.test.spring;

import org.jspecify.annotations.NullMarked;
