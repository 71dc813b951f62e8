// SPDX-License-Identifier: Apache-2.0

/**
 * End to end: clients in one JVM, a server on the container in another, and beside them
 * what the transport allows and what Spring offers otherwise.
 */
@NullMarked
package dev.sodp.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
