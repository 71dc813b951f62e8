// SPDX-License-Identifier: Apache-2.0

/**
 * What IDEs and the reference say about properties.
 */
@NullMarked
package dev.sodp.boot.metadata;

import org.jspecify.annotations.NullMarked;
