// SPDX-License-Identifier: Apache-2.0

/**
 * Checks the documentation against the code.
 */
@NullMarked
package dev.sodp.docs;

import org.jspecify.annotations.NullMarked;
