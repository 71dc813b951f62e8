// SPDX-License-Identifier: Apache-2.0

/**
 * Connection details from Docker Compose.
 */
@NullMarked
package dev.sodp.boot.dockercompose;

import org.jspecify.annotations.NullMarked;
