// SPDX-License-Identifier: Apache-2.0

/**
 * The embeddable SODP server: {@link dev.sodp.server.SodpServer} and its extension
 * points.
 */
@NullMarked
package dev.sodp.server;

import org.jspecify.annotations.NullMarked;
