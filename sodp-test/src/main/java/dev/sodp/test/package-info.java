// SPDX-License-Identifier: Apache-2.0

/**
 * A real server for tests that can be cut off, stalled, restarted and inspected, with
 * AssertJ assertions and a JUnit extension. Does not need Spring.
 */
@NullMarked
package dev.sodp.test;

import org.jspecify.annotations.NullMarked;
