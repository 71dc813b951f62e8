// SPDX-License-Identifier: Apache-2.0

/**
 * Micrometer meters of SODP clients and watchers.
 */
@NullMarked
package dev.sodp.spring.metrics;

import org.jspecify.annotations.NullMarked;
