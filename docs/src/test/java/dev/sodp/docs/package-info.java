// SPDX-License-Identifier: Apache-2.0

/**
 * Holds the documentation to what the code is.
 */
@NullMarked
package dev.sodp.docs;

import org.jspecify.annotations.NullMarked;
