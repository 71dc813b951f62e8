// SPDX-License-Identifier: Apache-2.0

/**
 * The client's rules of the protocol, without threads, locks, clocks or sockets: events
 * go in, one at a time, and requests to the {@link dev.sodp.client.engine.ClientHost}
 * come out.
 */
@NullMarked
package dev.sodp.client.engine;

import org.jspecify.annotations.NullMarked;
