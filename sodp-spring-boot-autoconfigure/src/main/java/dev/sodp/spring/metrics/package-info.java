// SPDX-License-Identifier: Apache-2.0

/**
 * Micrometer meters for SODP clients, servers and watchers.
 */
@NullMarked
package dev.sodp.spring.metrics;

import org.jspecify.annotations.NullMarked;
