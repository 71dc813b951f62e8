// SPDX-License-Identifier: Apache-2.0

/**
 * Access rules in a file that may change while the server runs.
 */
@NullMarked
package dev.sodp.spring.access;

import org.jspecify.annotations.NullMarked;
