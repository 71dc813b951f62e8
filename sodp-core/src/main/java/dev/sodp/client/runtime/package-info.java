// SPDX-License-Identifier: Apache-2.0

/**
 * What drives the {@link dev.sodp.client.engine.ClientEngine}: threads, timers, sockets,
 * delivery to callbacks, and conversion of values.
 */
@NullMarked
package dev.sodp.client.runtime;

import org.jspecify.annotations.NullMarked;
