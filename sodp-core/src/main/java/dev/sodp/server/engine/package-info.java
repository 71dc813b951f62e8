// SPDX-License-Identifier: Apache-2.0

/**
 * The server's rules of the protocol, without threads, locks, clocks or sockets: events
 * go in, one at a time, and the outboxes of sessions fill.
 */
@NullMarked
package dev.sodp.server.engine;

import org.jspecify.annotations.NullMarked;
