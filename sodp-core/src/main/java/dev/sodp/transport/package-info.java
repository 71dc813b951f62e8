// SPDX-License-Identifier: Apache-2.0

/**
 * The boundary between a protocol engine and a WebSocket, with the implementations for
 * clients.
 */
@NullMarked
package dev.sodp.transport;

import org.jspecify.annotations.NullMarked;
