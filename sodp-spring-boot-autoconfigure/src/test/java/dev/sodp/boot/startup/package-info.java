// SPDX-License-Identifier: Apache-2.0

/**
 * What the starter costs at start-up.
 */
@NullMarked
package dev.sodp.boot.startup;

import org.jspecify.annotations.NullMarked;
