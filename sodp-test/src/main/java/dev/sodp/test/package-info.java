// SPDX-License-Identifier: Apache-2.0

/**
 * A real server for tests that can be cut off, stalled, restarted and looked into, with
 * AssertJ assertions and a JUnit extension. Needs no Spring.
 */
@NullMarked
package dev.sodp.test;

import org.jspecify.annotations.NullMarked;
