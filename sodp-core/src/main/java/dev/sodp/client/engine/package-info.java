// SPDX-License-Identifier: Apache-2.0

/**
 * The rules of the protocol on the client's side. Knows no thread, lock, clock or socket:
 * events go in, one at a time, and requests to its
 * {@link dev.sodp.client.engine.ClientHost} come out.
 */
@NullMarked
package dev.sodp.client.engine;

import org.jspecify.annotations.NullMarked;
