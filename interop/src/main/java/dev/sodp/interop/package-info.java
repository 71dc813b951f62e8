// SPDX-License-Identifier: Apache-2.0

/**
 * A server for the test suites of clients in other languages.
 */
@NullMarked
package dev.sodp.interop;

import org.jspecify.annotations.NullMarked;
