// SPDX-License-Identifier: Apache-2.0

/**
 * Connection details from Testcontainers.
 */
@NullMarked
package dev.sodp.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
