// SPDX-License-Identifier: Apache-2.0

/**
 * The rules of the protocol on the server's side. Knows no thread, lock, clock or socket:
 * events go in, one at a time, and the outboxes of sessions fill.
 */
@NullMarked
package dev.sodp.server.engine;

import org.jspecify.annotations.NullMarked;
